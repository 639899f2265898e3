package dev.cairn.recorder;

import java.io.Serial;

/**
 * An event is durable in the outbox and will be delivered, by this client or the next one of its
 * folder; only its receipt is not waited for any more.
 */
public final class NotYetLoggedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  NotYetLoggedException(String message) {
    super(message);
  }
}
