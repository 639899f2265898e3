package dev.cairn.server.store.journal;

import dev.cairn.server.store.Commit;
import dev.cairn.server.store.KeyUse;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What the journal keeps of a commit. Its hashes follow from the entries and are not in it. All
 * numbers are big-endian.
 *
 * <pre>
 * epoch (16) | length of the body (4) | CRC-32C over length and body (4)
 * body: expected size (8) and root (32) | next size (8) and root (32) | entries (4) | keys (4)
 *       each entry: length (2), bytes
 *       each key: length (2), UTF-8, first index (8), count (4)
 * </pre>
 */
record JournalRecord(
    TreeHead expected, TreeHead next, List<byte[]> entries, Map<String, KeyUse> keys) {
  private static final int HEADER = Epoch.BYTES + 2 * Integer.BYTES;
  private static final int HEAD = Long.BYTES + Hash.BYTES;
  private static final int KEY = Short.BYTES + Long.BYTES + Integer.BYTES;

  static JournalRecord of(Commit commit) {
    return new JournalRecord(commit.expected(), commit.next(), commit.entries(), commit.keys());
  }

  /** Whether it says what a commit can say: that a tree has grown by its entries. */
  boolean grows() {
    return !entries.isEmpty() && next.size() - expected.size() == entries.size();
  }

  /** The most bytes that the record of a commit has, header included. */
  static long bytes(Commit commit) {
    long bytes = HEADER + 2L * HEAD + 2 * Integer.BYTES;
    for (byte[] entry : commit.entries()) {
      bytes += Short.BYTES + entry.length;
    }
    for (String key : commit.keys().keySet()) {
      // A character has at most three bytes of UTF-8.
      bytes += KEY + 3L * key.length();
    }
    return bytes;
  }

  /** Puts the record at the buffer's position. */
  void write(Epoch epoch, ByteBuffer out) {
    int start = out.position();
    out.position(start + HEADER);
    writeHead(expected, out);
    writeHead(next, out);
    out.putInt(entries.size()).putInt(keys.size());
    for (byte[] entry : entries) {
      out.putShort((short) entry.length).put(entry);
    }
    keys.forEach((key, use) -> writeKey(key, use, out));
    int end = out.position();
    out.position(start);
    epoch.write(out);
    out.putInt(end - start - HEADER);
    out.putInt(checksum(out, start, end)).position(end);
  }

  private static void writeHead(TreeHead head, ByteBuffer out) {
    head.root().write(out.putLong(head.size()));
  }

  private static void writeKey(String key, KeyUse use, ByteBuffer out) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    out.putShort((short) bytes.length).put(bytes).putLong(use.firstIndex()).putInt(use.count());
  }

  /** Over the length, which comes before the checksum, and the body, which comes after it. */
  private static int checksum(ByteBuffer bytes, int start, int end) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.slice(start + Epoch.BYTES, Integer.BYTES));
    checksum.update(bytes.slice(start + HEADER, end - start - HEADER));
    return (int) checksum.getValue();
  }

  /** The record that begins at the buffer's position, which moves past it; none if none does. */
  static Optional<JournalRecord> read(Epoch epoch, ByteBuffer in) {
    int start = in.position();
    if (in.remaining() < HEADER || !epoch.isNext(in)) {
      return Optional.empty();
    }
    int length = in.getInt(start + Epoch.BYTES);
    int end = start + HEADER + length;
    if (length < 0
        || length > in.limit() - start - HEADER
        || in.getInt(start + HEADER - Integer.BYTES) != checksum(in, start, end)) {
      return Optional.empty();
    }
    Optional<JournalRecord> record = readBody(in.slice(start + HEADER, length));
    record.ifPresent(_ -> in.position(end));
    return record;
  }

  private static Optional<JournalRecord> readBody(ByteBuffer in) {
    try {
      TreeHead expected = readHead(in);
      TreeHead next = readHead(in);
      int entries = in.getInt();
      int keys = in.getInt();
      List<byte[]> entryList = new ArrayList<>();
      for (int i = 0; i < entries; i++) {
        entryList.add(readBytes(in));
      }
      Map<String, KeyUse> uses = new LinkedHashMap<>();
      for (int i = 0; i < keys; i++) {
        String key = new String(readBytes(in), StandardCharsets.UTF_8);
        uses.put(key, new KeyUse(in.getLong(), in.getInt()));
      }
      return in.hasRemaining()
          ? Optional.empty()
          : Optional.of(new JournalRecord(expected, next, entryList, uses));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      // Not what was written, although its checksum fits.
      return Optional.empty();
    }
  }

  private static TreeHead readHead(ByteBuffer in) {
    return new TreeHead(in.getLong(), Hash.read(in));
  }

  private static byte[] readBytes(ByteBuffer in) {
    byte[] bytes = new byte[Short.toUnsignedInt(in.getShort())];
    in.get(bytes);
    return bytes;
  }
}
