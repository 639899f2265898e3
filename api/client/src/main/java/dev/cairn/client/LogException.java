package dev.cairn.client;

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
}
