package dev.cairn.server.store.lmdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.Snapshot.KeySink;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What can still be read of a store that is damaged and cannot be opened. No other process may be
 * writing to it; nothing is written, and LMDB has no part in it.
 *
 * <p>All that is returned is a claim, and nothing of it has been checked: entries may be other
 * entries, heads may be old, and bytes that a stranger chose may pass for a page. Who uses it
 * verifies entries against a signed root, and checkpoints against the log's key. Idempotency keys
 * cannot be verified by anything but their own checksum.
 *
 * <p>What is damaged is passed over. First comes what the trees of the last commit lead to; if that
 * is not all, then what they led to at the commit before; and then what is on pages that are in no
 * tree. Takes some 100 bytes of memory for each page.
 */
public final class StoreSalvage implements AutoCloseable {
  private final SalvageFile file;
  private final SalvagedTables tables;

  private StoreSalvage(SalvageFile file) {
    this.file = file;
    this.tables = new SalvagedTables(file);
  }

  /**
   * Opens what is left in {@code folder}.
   *
   * @throws StoreException only if there is no file, or it cannot be opened at all
   */
  public static StoreSalvage open(Path folder) {
    Path data = folder.resolve(StoreFiles.DATA);
    if (!Files.isRegularFile(data)) {
      throw new StoreException(StoreException.Kind.UNUSABLE, data + " is missing");
    }
    try {
      return new StoreSalvage(SalvageFile.open(data));
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.IO, data + " cannot be read: " + e, e);
    }
  }

  /** The tree heads that are found, without repetition, the largest first. */
  public List<TreeHead> heads() {
    Set<TreeHead> heads = new LinkedHashSet<>();
    for (byte[] value : tables.about("head")) {
      if (value.length == Long.BYTES + Hash.BYTES) {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        long size = bytes.getLong();
        Hash root = Hash.read(bytes);
        if (size > 0) {
          heads.add(new TreeHead(size, root));
        }
      }
    }
    List<TreeHead> sorted = new ArrayList<>(heads);
    sorted.sort(Comparator.comparingLong(TreeHead::size).reversed());
    return sorted;
  }

  /**
   * Whether the head of the last commit is among them; if not, those that are there may be older,
   * and the store may have had more entries.
   */
  public boolean hasNewestHead() {
    return tables.hasNewestHead();
  }

  /** The origin that the store says it has. */
  public Optional<String> origin() {
    return tables.about("origin").stream().findFirst().map(bytes -> new String(bytes, UTF_8));
  }

  /**
   * What may be the entry at {@code index}, without repetition, the likeliest first; nothing if the
   * trees do not lead to it any more.
   *
   * @param index at least 0
   */
  public List<byte[]> entries(long index) {
    List<byte[]> found = new ArrayList<>();
    tables.packs(index, (first, pack) -> addNew(found, entry(pack, first, index)));
    return found;
  }

  /**
   * What may be the entry at {@code index} on pages that are in no tree: lost ones, and older
   * copies that were not overwritten yet. For those of which nothing else is right; the first time,
   * the whole file is searched.
   *
   * @param index at least 0
   */
  public List<byte[]> lostEntries(long index) {
    List<byte[]> found = new ArrayList<>();
    tables.otherPacks(index, (first, pack) -> addNew(found, entry(pack, first, index)));
    return found;
  }

  private static Optional<byte[]> entry(ByteBuffer pack, long first, long index) {
    try {
      return Optional.of(Pack.read(pack, first, index));
    } catch (StoreException e) {
      return Optional.empty();
    }
  }

  /**
   * What may be the leaf hash of the entry at {@code index}, without repetition, the likeliest
   * first. They tell damaged entries from good ones once they have been verified against a root.
   *
   * @param index at least 0
   */
  public List<Hash> leafHashes(long index) {
    List<byte[]> found = new ArrayList<>();
    int offset = (int) (index % HashTable.CHUNK) * Hash.BYTES;
    tables.chunks(index / HashTable.CHUNK, chunk -> addNew(found, hash(chunk, offset)));
    return found.stream().map(bytes -> Hash.read(ByteBuffer.wrap(bytes))).toList();
  }

  private static Optional<byte[]> hash(ByteBuffer chunk, int offset) {
    if (offset + Hash.BYTES > chunk.limit()) {
      return Optional.empty();
    }
    byte[] hash = new byte[Hash.BYTES];
    chunk.get(offset, hash);
    return Optional.of(hash);
  }

  private static void addNew(List<byte[]> found, Optional<byte[]> candidate) {
    if (candidate.isPresent()
        && found.stream().noneMatch(each -> Arrays.equals(each, candidate.get()))) {
      found.add(candidate.get());
    }
  }

  /** Hands over the idempotency keys that have their checksum; some may come more than once. */
  public void keys(KeySink sink) {
    tables.keys((key, value) -> KeyTable.tryRead(key, value, sink));
  }

  /** The checkpoints that are found, without repetition, ascending by size. */
  public List<PublishedCheckpoint> checkpoints() {
    Set<PublishedCheckpoint> found = new LinkedHashSet<>();
    tables.notes(
        (size, note) -> {
          if (isNote(size, note)) {
            found.add(new PublishedCheckpoint(size, note));
          }
        });
    List<PublishedCheckpoint> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparingLong(PublishedCheckpoint::size));
    return sorted;
  }

  /** Whether its second line is the size. */
  private static boolean isNote(long size, byte[] note) {
    String[] lines = new String(note, UTF_8).split("\n", 3);
    return size >= 0 && lines.length == 3 && lines[1].equals(Long.toString(size));
  }

  /** Lets go of the file. */
  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new StoreException(StoreException.Kind.IO, "cannot close the store: " + e, e);
    }
  }
}
