package dev.cairn.client;

import io.grpc.StatusRuntimeException;
import java.io.Serial;

/** Why a call to a log did not give what was asked for. The message is one line for a person. */
public abstract sealed class LogException extends Exception
    permits CheckFailedException, MemoryException, RefusedException, UnreachableException {
  @Serial private static final long serialVersionUID = 1L;

  LogException(String message) {
    super(message);
  }

  LogException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The failure that a call's status is; for calls to a log that its client does not make. */
  public static LogException of(StatusRuntimeException status) {
    return StatusDetails.of(status).toException(status);
  }
}
