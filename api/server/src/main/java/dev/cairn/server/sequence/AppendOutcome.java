package dev.cairn.server.sequence;

import dev.cairn.tree.merkle.Hash;
import java.util.List;

/** What became of an {@link Append}. */
public sealed interface AppendOutcome {

  /**
   * The entries are durable at {@code [firstIndex, firstIndex + leafHashes.size())}.
   *
   * @param firstIndex the index of the first entry
   * @param leafHashes the entries' leaf hashes, in order
   * @param deduplicated whether an earlier append with the same key had put them there
   */
  record Durable(long firstIndex, List<Hash> leafHashes, boolean deduplicated)
      implements AppendOutcome {

    /** The smallest tree that has all entries. */
    public long coveringSize() {
      return firstIndex + leafHashes.size();
    }
  }

  /**
   * The idempotency key was used before, for other entries. Nothing was appended.
   *
   * @param firstIndex the index of the first entry that the key was used for
   */
  record KeyReused(long firstIndex) implements AppendOutcome {}

  /**
   * More waits than the queue holds, or the append was withdrawn while it waited. Nothing was
   * appended; a later attempt may succeed.
   */
  record QueueFull() implements AppendOutcome {}

  /** The storage has no room. Nothing was appended; a later attempt may succeed. */
  record StoreFull() implements AppendOutcome {}

  /**
   * The log accepts nothing more. Unless {@code mayBeDurable}, nothing was appended.
   *
   * @param reason one line for an operator
   * @param mayBeDurable whether the commit was under way when the log stopped
   */
  record Stopped(String reason, boolean mayBeDurable) implements AppendOutcome {}
}
