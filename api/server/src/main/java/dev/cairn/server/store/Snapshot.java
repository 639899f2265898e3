package dev.cairn.server.store;

import dev.cairn.tree.merkle.HashList;
import dev.cairn.tree.merkle.HashReader;
import dev.cairn.tree.merkle.TreeHead;
import java.util.List;
import java.util.Optional;

/**
 * One commit's view of a {@link LogStore}. Nothing that it returns has been checked against the
 * tree yet; the reader does that. It belongs to the thread that reads.
 *
 * <p>Positions are the caller's to check: one beyond the tree is an {@link
 * IndexOutOfBoundsException}. What is within the tree and cannot be found or read is a {@link
 * StoreException} of kind {@code CORRUPT}.
 */
public interface Snapshot extends HashReader {

  /** The tree head of this view. */
  TreeHead head();

  /**
   * The entry at {@code index}.
   *
   * @param index in {@code [0, head().size())}
   */
  byte[] entry(long index);

  /** Hands over the entries of {@code [start, end)} in order, until the sink has enough. */
  void entries(long start, long end, EntrySink sink);

  /**
   * The stored hashes of the nodes {@code [start, end)} of one stored level.
   *
   * @param level a stored level, see {@link HashRun}
   * @param start the position of the first node in its level
   * @param end the position after the last, at most {@code head().size() >> level}, and at most
   *     2^24 after {@code start}
   */
  HashList hashes(int level, long start, long end);

  /** The stored leaf hashes of {@code [start, end)}, a range within the tree. */
  default HashList leafHashes(long start, long end) {
    return hashes(0, start, end);
  }

  /** What an idempotency key was used for, if it was. */
  Optional<KeyUse> key(String idempotencyKey);

  /** Hands over every idempotency key, in an order of the store's own. */
  void keys(KeySink sink);

  /**
   * Hands over the idempotency keys that come next in the order of their bytes in UTF-8.
   *
   * @param after the key before the first; empty: from the first on
   * @param limit the most to hand over
   */
  void keys(String after, int limit, KeySink sink);

  /** The checkpoint of exactly {@code size}, if it is kept. */
  Optional<byte[]> checkpoint(long size);

  /** The kept checkpoints of at least {@code minSize}, ascending by size, at most {@code limit}. */
  List<PublishedCheckpoint> checkpoints(long minSize, int limit);

  /** Takes entries one by one; the bytes are the sink's own. */
  @FunctionalInterface
  interface EntrySink {
    /** Returns whether more are wanted. */
    boolean accept(long index, byte[] entry);
  }

  /** Takes idempotency keys one by one. */
  @FunctionalInterface
  interface KeySink {
    /** Called once for each key. */
    void accept(String idempotencyKey, KeyUse use);

    /** Called in its place for a key that is damaged; others come behind it unless this throws. */
    default void damaged(String idempotencyKey, StoreException why) {
      throw why;
    }
  }
}
