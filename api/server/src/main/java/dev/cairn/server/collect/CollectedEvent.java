package dev.cairn.server.collect;

import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.server.sequence.Append;
import java.util.function.BooleanSupplier;

/**
 * A checked event on its way into the log.
 *
 * @param event the event, with its link and its producer's seal if it has one
 * @param key its idempotency key
 * @param submitter who submitted it, at most 255 bytes
 * @param goal what the caller waits for
 * @param isWithdrawn whether the event is no longer to be recorded, as long as it waits; it is told
 *     {@link dev.cairn.server.sequence.AppendOutcome.QueueFull} then
 * @param whenDecided called exactly once, on a thread of the log; it must be quick and not throw
 */
public record CollectedEvent(
    LoggedEvent event,
    String key,
    String submitter,
    Append.Goal goal,
    BooleanSupplier isWithdrawn,
    Decided whenDecided) {

  /** The event's share of what may wait. */
  int bytes() {
    return event.getSerializedSize();
  }
}
