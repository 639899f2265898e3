package dev.cairn.http.fetch;

import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server cannot be connected to, broke the connection, or says that it cannot answer now: 429
 * and all of 5xx. A later try may do.
 */
public final class UnavailableException extends FetchException {
  @Serial private static final long serialVersionUID = 1L;

  private final @Nullable Duration retryAfter;

  UnavailableException(String message, Throwable cause) {
    super(message, cause);
    this.retryAfter = null;
  }

  UnavailableException(String message, Optional<Duration> retryAfter) {
    super(message);
    this.retryAfter = retryAfter.orElse(null);
  }

  /** How long the server asks to be left alone, 0 or more; empty if it does not say. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
