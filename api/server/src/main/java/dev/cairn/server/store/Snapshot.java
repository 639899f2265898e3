package dev.cairn.server.store;

import dev.cairn.tree.merkle.HashReader;
import dev.cairn.tree.merkle.TreeHead;
import java.util.List;
import java.util.Optional;

/**
 * One commit's view of a {@link LogStore}. Nothing that it returns has been checked against the tree
 * yet; the reader does that.
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

  /** What an idempotency key was used for, if it was. */
  Optional<KeyUse> key(String idempotencyKey);

  /** The checkpoint of exactly {@code size}, if it is kept. */
  Optional<byte[]> checkpoint(long size);

  /** The kept checkpoints of at least {@code minSize}, ascending by size, at most {@code limit}. */
  List<byte[]> checkpoints(long minSize, int limit);

  /** Takes entries one by one; the bytes are the sink's own. */
  @FunctionalInterface
  interface EntrySink {
    /** Returns whether more are wanted. */
    boolean accept(long index, byte[] entry);
  }
}
