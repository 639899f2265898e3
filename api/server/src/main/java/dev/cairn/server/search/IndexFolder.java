package dev.cairn.server.search;

import dev.cairn.server.search.lmdb.IndexFile;
import dev.cairn.server.search.lmdb.Table;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.lmdb.LmdbFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The folder of the index: its file, what was written to it, and whether it is of this log. */
final class IndexFolder {
  /**
   * The format of what is in the file; an index of another one is built anew. Since 2, blocks say
   * between which terms they are, segments where they start, and it is known how many producers
   * there are.
   */
  private static final int FORMAT = 2;

  private static final byte[] META_KEY = "index".getBytes(StandardCharsets.US_ASCII);

  private final Path path;
  private final String origin;

  IndexFolder(Path path, String origin) {
    this.path = path;
    this.origin = origin;
  }

  /**
   * The index as it was written.
   *
   * @param segments in their order, from entry 0 on without a gap
   */
  record Opened(IndexFile file, List<ClosedSegment> segments, ProducersTable producers) {}

  /** Whether there is one. */
  boolean exists() {
    return Files.isDirectory(path);
  }

  /** Makes the folder, durably. */
  void make() throws IOException {
    Files.createDirectories(path);
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Deletes what is in the folder. */
  void clear() throws IOException {
    List<Path> files;
    try (Stream<Path> content = Files.list(path)) {
      files = content.toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }

  /**
   * Opens what there is.
   *
   * @throws DamagedIndexException if it is not the index of this log, whole
   */
  Opened open(LogStore store) {
    IndexFile file = IndexFile.open(path);
    boolean opened = false;
    try {
      List<ClosedSegment> segments = segments(file, store);
      long end = segments.isEmpty() ? 0 : segments.getLast().end();
      ProducersTable producers = new ProducersTable();
      file.forEach(Table.PRODUCERS, (_, value) -> producers.load(value));
      checkMeta(file, meta(end, producers.count()));
      opened = true;
      return new Opened(file, segments, producers);
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  private static List<ClosedSegment> segments(IndexFile file, LogStore store) {
    List<SegmentRecord> records = new ArrayList<>();
    file.forEach(Table.SEGMENTS, (key, value) -> records.add(SegmentRecord.parse(key, value)));
    List<ClosedSegment> segments = new ArrayList<>();
    long end = 0;
    for (SegmentRecord segment : records) {
      if (segment.start() != end || segment.end() <= end) {
        throw new DamagedIndexException("a segment is missing");
      }
      end = segment.end();
      segments.add(ClosedSegment.of(file, segment));
    }
    if (!records.isEmpty()) {
      SegmentRecord last = records.getLast();
      if (!store.read(view -> isOfLog(last, view))) {
        throw new DamagedIndexException("it is not that of this log");
      }
    }
    return segments;
  }

  private static boolean isOfLog(SegmentRecord segment, Snapshot view) {
    return segment.end() <= view.head().size()
        && view.leafHashes(segment.end() - 1, segment.end()).getFirst().equals(segment.lastLeaf());
  }

  private void checkMeta(IndexFile file, byte[] expected) {
    byte[] found = file.get(Table.META, META_KEY).orElseGet(() -> meta(0, 0));
    if (!Arrays.equals(found, expected)) {
      throw new DamagedIndexException("it is of another log, another format, or incomplete");
    }
  }

  private byte[] meta(long size, int producers) {
    byte[] name = origin.getBytes(StandardCharsets.UTF_8);
    return Checked.seal(
        ByteBuffer.allocate(3 * Integer.BYTES + Long.BYTES + name.length)
            .putInt(0)
            .putInt(FORMAT)
            .putLong(size)
            .putInt(producers)
            .put(name)
            .array());
  }

  /** Refuses if the disk may have no room for a segment. */
  void requireRoom(OpenSegment segment) {
    LmdbFiles.requireRoom(path, segment.estimatedBytes());
  }

  /** Writes a segment with what the producers were after it, durably. */
  void write(IndexFile file, OpenSegment segment, SegmentRecord record, ProducersTable producers) {
    file.write(
        out -> {
          Block.Packer packer =
              new Block.Packer(
                  record.start(),
                  (from, block) ->
                      out.append(
                          Table.BLOCKS, ClosedSegment.blockKey(record.start(), from), block));
          segment.forEach(packer::add);
          packer.flush();
          out.append(Table.SEGMENTS, record.key(), record.value());
          producers.forEachChanged((key, value) -> out.put(Table.PRODUCERS, key, value));
          out.put(Table.META, META_KEY, meta(record.end(), producers.count()));
        });
    producers.saved();
  }
}
