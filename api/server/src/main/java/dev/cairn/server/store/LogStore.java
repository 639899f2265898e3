package dev.cairn.server.store;

import dev.cairn.tree.merkle.TreeHead;
import java.util.function.Function;

/**
 * Where one log's entries, hashes, idempotency keys, tree head and checkpoints live.
 *
 * <p>The contract that every engine meets:
 *
 * <ul>
 *   <li>{@link #commit} is atomic, and what it wrote is on stable storage when it returns.
 *   <li>{@link #commit} is a compare-and-set on the head: it changes nothing unless the stored head
 *       is the one that the commit expects.
 *   <li>A read sees one commit in full and nothing of a later one, and never waits for a commit.
 * </ul>
 *
 * One thread commits; any number of threads read.
 */
public interface LogStore extends AutoCloseable {
  /** The room on the disk that new entries and derived data leave, unless something else is set. */
  long RESERVE_BYTES = 8 << 20;

  /** The durable tree head: that of the last commit. */
  TreeHead head();

  /**
   * Refuses if there may be no room to grow by {@code bytes}, as far as is known without trying.
   *
   * @throws StoreException of kind {@link StoreException.Kind#FULL}; nothing was changed
   */
  void requireRoom(long bytes);

  /**
   * Writes a commit; durable once this returns.
   *
   * @throws IllegalArgumentException if the commit contradicts itself or names an idempotency key
   *     that is in the store; nothing was written
   * @throws StoreException if it was not written, or if that is unknown. After {@link
   *     StoreException.Kind#FULL} the store is unchanged and the commit may be tried again; after
   *     any other kind the store must not be written to any more.
   */
  void commit(Commit commit);

  /**
   * Runs {@code reading} on a snapshot of the last commit. The snapshot must not be used once
   * {@code reading} has returned; what it returns is the caller's own.
   *
   * <p>A reading is short and waits for nothing: it holds back the reuse of space, and closing. It
   * does not read or commit within itself. At most as many run at a time as the store was opened
   * for; others wait for their turn.
   *
   * @throws StoreException if the store cannot be read or is closed, or what it returns is
   *     malformed
   */
  <T> T read(Function<Snapshot, T> reading);

  /** Waits for the reads under way, and lets go of the files. */
  @Override
  void close();
}
