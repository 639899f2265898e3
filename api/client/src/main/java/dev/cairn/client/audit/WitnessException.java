package dev.cairn.client.audit;

import java.io.Serial;

/**
 * A witness cannot be asked, or what it shows is not its own good cosignature of a head that the
 * log signed. It says nothing against the log.
 */
final class WitnessException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  WitnessException(String message) {
    super(message);
  }

  WitnessException(String message, Throwable cause) {
    super(message, cause);
  }
}
