package dev.cairn.recorder.delivery;

import java.util.List;

/** Is told, on the thread of the delivery, what became of events. Must not block. */
public interface DeliveryListener {
  /**
   * Events have their outcome.
   *
   * @param decisions in order, without a gap from the last ones on
   */
  void decided(List<Decision> decisions);

  /**
   * Nothing more is sent, and all that waits stays.
   *
   * @param why a {@link dev.cairn.client.CheckFailedException} if the log said something untrue, an
   *     {@link dev.cairn.recorder.outbox.OutboxException} if the outbox cannot be read
   */
  void stopped(Exception why);
}
