package dev.cairn.recorder;

/**
 * What became of all events since the client was opened. At any moment {@code offered + recovered =
 * waiting + spooled + acknowledged + deadLettered + failed}.
 *
 * @param offered events that were accepted or refused, and those that the client made itself
 * @param own those of them that the client made itself: about its keys and unused sequences
 * @param recovered events that an earlier life had left in the outbox
 * @param waiting events in memory, not yet durable
 * @param spooled events in the outbox
 * @param acknowledged events that are in the log, verified
 * @param deadLettered events that the log refused for good
 * @param failed events that never got into the outbox
 */
public record Counters(
    long offered,
    long own,
    long recovered,
    long waiting,
    long spooled,
    long acknowledged,
    long deadLettered,
    long failed) {

  /** Whether they add up, as they always do. */
  public boolean reconcile() {
    return offered + recovered == waiting + spooled + acknowledged + deadLettered + failed;
  }
}
