package dev.cairn.recorder.delivery;

import com.google.rpc.Status;
import dev.cairn.client.LogException;
import dev.cairn.recorder.outbox.Refusal;

/** What became of one event, once and for all. */
public sealed interface Decision {
  /** The event's position in the outbox. */
  long position();

  /**
   * It is in the log.
   *
   * @param isSequenceUsed whether the entry has the place in the chain that this producer gave it;
   *     true also if the event is not sealed. False: another recorded the same event before.
   * @param sent what was sent
   */
  record Logged(long position, EventReceipt receipt, boolean isSequenceUsed, Refusal sent)
      implements Decision {}

  /**
   * It will not be in the log as it is.
   *
   * @param why the answer for the caller
   */
  record Refused(long position, Refusal refusal, LogException why) implements Decision {
    /** The log's own words. */
    public Status status() {
      return refusal.status();
    }
  }
}
