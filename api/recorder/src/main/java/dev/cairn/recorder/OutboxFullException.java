package dev.cairn.recorder;

import java.io.Serial;

/** There was no room for an event, in memory, in the outbox or on its disk. It is not recorded. */
public final class OutboxFullException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  OutboxFullException(String message) {
    super(message);
  }
}
