package dev.cairn.recorder.outbox;

import dev.cairn.audit.v1.EventRun;
import java.util.List;
import java.util.Optional;

/**
 * What one commit is to change, all of it or nothing.
 *
 * @param runs to be spooled behind all others, in this order
 * @param chain where the seals stand after the runs; empty: where they stood
 * @param settled all events below this position have an outcome; what lies at or below what is
 *     settled already changes nothing
 * @param refused events, among those that are settled by this, that become dead letters
 * @param replayed IDs of dead letters whose events are in the runs again; they are dropped
 */
public record Changes(
    List<EventRun> runs,
    Optional<Chain> chain,
    long settled,
    List<Refusal> refused,
    List<Long> replayed) {
  /** Nothing. */
  public static final Changes NONE =
      new Changes(List.of(), Optional.empty(), 0, List.of(), List.of());

  /** A change of these parts. */
  public Changes {
    runs = List.copyOf(runs);
    refused = List.copyOf(refused);
    replayed = List.copyOf(replayed);
  }

  /** Spools runs. */
  public static Changes spooling(List<EventRun> runs, Chain chain) {
    return NONE.withRuns(runs, chain);
  }

  /** Settles all events below a position. */
  public static Changes settling(long settled) {
    return NONE.withSettled(settled);
  }

  /** The same with these runs. */
  public Changes withRuns(List<EventRun> runs, Chain chain) {
    return new Changes(runs, Optional.of(chain), settled, refused, replayed);
  }

  /** The same with all events below a position settled. */
  public Changes withSettled(long settled) {
    return new Changes(runs, chain, settled, refused, replayed);
  }

  /** The same with these events made dead letters. */
  public Changes withRefused(List<Refusal> refused) {
    return new Changes(runs, chain, settled, refused, replayed);
  }

  /** The same with these dead letters dropped. */
  public Changes withReplayed(List<Long> replayed) {
    return new Changes(runs, chain, settled, refused, replayed);
  }

  /** Whether a crash right after may undo it without harm: it would only be sent again. */
  boolean onlySettles() {
    return runs.isEmpty() && chain.isEmpty() && refused.isEmpty() && replayed.isEmpty();
  }

  long runBytes() {
    return runs.stream().mapToLong(EventRun::getSerializedSize).sum();
  }
}
