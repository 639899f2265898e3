package dev.cairn.client;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.VerifierKey;
import java.util.Optional;

/**
 * Keeps each log's newest verified checkpoint, so that the log cannot show an older or another
 * history later on. Safe for several threads and processes: a head is only ever replaced by one
 * that was proved to extend exactly it.
 */
public interface HeadMemory {
  /** The newest verified checkpoint of the log with this key; empty if none was ever verified. */
  Optional<SignedCheckpoint> newest(VerifierKey log) throws MemoryException;

  /**
   * Replaces a log's remembered head, if it is still the one that the caller knows. The new one is
   * durable once this returns true.
   *
   * @param known the head that {@code next} was proved to extend; {@link TreeHead#EMPTY} where none
   *     is remembered
   * @param next larger than {@code known}, or the first to be remembered
   * @return false if another head is remembered by now; nothing has changed then
   */
  boolean advance(TreeHead known, SignedCheckpoint next) throws MemoryException;

  /**
   * Remembers a head unless one at least as large is remembered.
   *
   * @param head of one history with the remembered one: the caller has seen to it
   */
  default void keep(SignedCheckpoint head) throws MemoryException {
    TreeHead known;
    do {
      known = newest(head.log()).map(SignedCheckpoint::head).orElse(TreeHead.EMPTY);
    } while (known.size() < head.head().size() && !advance(known, head)); // ends: it only grows
  }

  /**
   * A memory like this one, and kept where this one is, for another series of heads of the same
   * logs: those that a quorum has cosigned, say, or those that one witness shows.
   *
   * @param series any text that names it; the same text names the same memory
   */
  HeadMemory apart(String series);
}
