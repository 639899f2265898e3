package dev.cairn.server.sequence;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Entries that are to be appended as a whole, or not at all.
 *
 * @param entries the entries, at least one, each of 1 to 65,535 bytes
 * @param idempotencyKey the key that makes a repetition harmless, 1 to 128 bytes of UTF-8
 * @param goal what the caller waits for
 * @param isWithdrawn whether nobody waits for the outcome any more; asked once, before the entries
 *     get their place: then they get none, and the outcome is {@link AppendOutcome.QueueFull}
 * @param whenDecided called exactly once, on a thread of the sequencer; it must be quick and must
 *     not throw
 */
public record Append(
    List<byte[]> entries,
    Optional<String> idempotencyKey,
    Goal goal,
    BooleanSupplier isWithdrawn,
    Consumer<AppendOutcome> whenDecided) {

  /** An append that is not withdrawn. */
  public Append(
      List<byte[]> entries,
      Optional<String> idempotencyKey,
      Goal goal,
      Consumer<AppendOutcome> whenDecided) {
    this(entries, idempotencyKey, goal, () -> false, whenDecided);
  }

  /** What a caller waits for. */
  public enum Goal {
    /** That the entries are durable, no more: the sooner the better. */
    DURABLE,
    /** A checkpoint, which needs the entries in the store. */
    CHECKPOINT
  }

  /** Refuses an append of nothing. */
  public Append {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("an append has at least one entry");
    }
  }

  /** The size of all entries. */
  long bytes() {
    long bytes = 0;
    for (byte[] entry : entries) {
      bytes += entry.length;
    }
    return bytes;
  }
}
