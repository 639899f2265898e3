package dev.cairn.server.read;

import dev.cairn.server.publish.Publisher;
import dev.cairn.server.store.HashRun;
import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.BlockCache;
import dev.cairn.tree.merkle.CheckedTree;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.LeafProof;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a log. Indexes and sizes are within the published tree; the caller has seen to that with
 * {@link #newest}. Everything that is returned verifies against a published head; what the store
 * returns otherwise is a {@link StoreException} of kind {@code CORRUPT}.
 */
public final class LogReader {
  private final LogStore store;
  private final Publisher publisher;
  private final BlockCache blocks = new BlockCache(HashRun.SPACING);

  /** Reads what {@code publisher} has published of {@code store}. */
  public LogReader(LogStore store, Publisher publisher) {
    this.store = store;
    this.publisher = publisher;
  }

  /** The newest published checkpoint: the bound of all reads. */
  public SignedCheckpoint newest() {
    return publisher.published();
  }

  /** The entry at {@code index}, proved to be in the newest published tree. */
  public byte[] entry(long index) {
    return entries(List.of(index)).getFirst();
  }

  /**
   * The entries at {@code indexes} in their order, each proved to be in the newest published tree.
   *
   * @param indexes a few, at least one: all of their entries are in memory at a time
   */
  public List<byte[]> entries(List<Long> indexes) {
    TreeHead head = newest().head();
    return store.read(
        view -> {
          TreeHasher hasher = new TreeHasher();
          List<byte[]> entries = new ArrayList<>(indexes.size());
          for (Inclusion logged : prove(indexes, () -> tree(view, head))) {
            byte[] entry = view.entry(logged.index());
            if (!hasher.leaf(entry).equals(logged.leafHash())) {
              throw corrupt("entry " + logged.index() + " does not match its leaf hash");
            }
            entries.add(entry);
          }
          return entries;
        });
  }

  /**
   * The index that an idempotency key was used for, as the store says: it may not be published yet,
   * and nothing proves it.
   */
  public Optional<Long> keyedIndex(String idempotencyKey) {
    return store.read(view -> view.key(idempotencyKey).map(KeyUse::firstIndex));
  }

  /**
   * Entries from {@code start} on, in order: at least one, and no more than fit the limits.
   *
   * @param start the first index
   * @param end the index after the last, more than {@code start}
   * @param maxBytes the bytes after which no further entry is added
   */
  public List<byte[]> entries(long start, long end, int maxBytes) {
    return store.read(
        view -> {
          List<byte[]> entries = new ArrayList<>();
          long[] room = {maxBytes};
          view.entries(
              start,
              end,
              (index, entry) -> {
                entries.add(entry);
                room[0] -= entry.length;
                return room[0] > 0;
              });
          check(view, start, entries);
          return entries;
        });
  }

  private static void check(Snapshot view, long start, List<byte[]> entries) {
    TreeHasher hasher = new TreeHasher();
    List<Hash> stored = view.leafHashes(start, start + entries.size());
    for (int i = 0; i < entries.size(); i++) {
      if (!hasher.leaf(entries.get(i)).equals(stored.get(i))) {
        throw corrupt("entry " + (start + i) + " does not match its leaf hash");
      }
    }
  }

  /** The proof that the leaf at {@code index} is in the tree of {@code size}. */
  public Inclusion inclusion(long index, long size) {
    return inclusions(List.of(index), size).getFirst();
  }

  /**
   * The proof that the leaf at {@code index} is in a published tree.
   *
   * @param published the head of a published checkpoint, which is not checked again
   */
  public Inclusion inclusion(long index, TreeHead published) {
    return inclusions(List.of(index), published).getFirst();
  }

  /** The proofs that leaves are in the tree of {@code size}, in the order of the indexes. */
  public List<Inclusion> inclusions(List<Long> indexes, long size) {
    TreeHead newest = newest().head();
    return store.read(view -> prove(indexes, () -> tree(view, newest).prefix(size)));
  }

  /**
   * The proofs that leaves are in a published tree, in the order of the indexes.
   *
   * @param published the head of a published checkpoint, which is not checked again
   */
  public List<Inclusion> inclusions(List<Long> indexes, TreeHead published) {
    return store.read(view -> prove(indexes, () -> tree(view, published)));
  }

  private CheckedTree tree(Snapshot view, TreeHead published) throws VerificationException {
    return CheckedTree.open(
        published, (level, first, count) -> view.hashes(level, first, first + count), blocks);
  }

  private static List<Inclusion> prove(List<Long> indexes, Tree opening) {
    List<Inclusion> proofs = new ArrayList<>(indexes.size());
    long index = indexes.getFirst();
    try {
      CheckedTree tree = opening.open();
      for (long next : indexes) {
        index = next;
        LeafProof proof = tree.inclusion(index);
        proofs.add(new Inclusion(index, proof.leaf(), tree.head().size(), proof.path()));
      }
      return proofs;
    } catch (VerificationException e) {
      throw corrupt("entry " + index + " does not fit the tree: " + e.getMessage(), e);
    }
  }

  /** The way to a tree. */
  @FunctionalInterface
  private interface Tree {
    CheckedTree open() throws VerificationException;
  }

  /** The proof that the tree of {@code first} is a prefix of the tree of {@code second}. */
  public List<Hash> consistency(long first, long second) {
    TreeHead newest = newest().head();
    return store.read(
        view -> {
          TreeHead later = head(view, second, newest);
          return prove(view, new Prover(view).head(first), later);
        });
  }

  private static List<Hash> prove(Snapshot view, TreeHead first, TreeHead second) {
    List<Hash> proof = new Prover(view).consistency(first.size(), second.size());
    try {
      ProofVerifier.consistency(first, second, proof);
      return proof;
    } catch (VerificationException e) {
      throw corrupt("the tree of " + first.size() + " does not fit that of " + second.size(), e);
    }
  }

  /** The head at {@code size}, proved to be a prefix of the newest. */
  public TreeHead head(long size) {
    TreeHead newest = newest().head();
    return store.read(view -> head(view, size, newest));
  }

  private static TreeHead head(Snapshot view, long size, TreeHead newest) {
    if (size == newest.size()) {
      return newest;
    }
    TreeHead head = new Prover(view).head(size);
    prove(view, head, newest);
    return head;
  }

  /** The published checkpoint of exactly {@code size}, if it is kept. */
  public Optional<byte[]> checkpoint(long size) {
    SignedCheckpoint newest = newest();
    if (size == newest.head().size()) {
      return Optional.of(newest.toBytes());
    }
    return store.read(view -> view.checkpoint(size));
  }

  /** The kept checkpoints of at least {@code minSize}, ascending by size, at most {@code limit}. */
  public List<PublishedCheckpoint> checkpoints(long minSize, int limit) {
    return store.read(view -> view.checkpoints(minSize, limit));
  }

  private static StoreException corrupt(String message, VerificationException cause) {
    return new StoreException(StoreException.Kind.CORRUPT, message, cause);
  }

  private static StoreException corrupt(String message) {
    return new StoreException(StoreException.Kind.CORRUPT, message);
  }
}
