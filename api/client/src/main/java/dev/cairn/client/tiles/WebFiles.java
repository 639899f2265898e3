package dev.cairn.client.tiles;

import dev.cairn.http.fetch.AddressGuard;
import dev.cairn.http.fetch.Deadline;
import dev.cairn.http.fetch.FetchException;
import dev.cairn.http.fetch.HttpFetcher;
import dev.cairn.http.fetch.UnavailableException;
import dev.cairn.http.fetch.UnusableFileException;
import dev.cairn.tree.MalformedException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Files of a web server. One that says that it cannot answer now, or cannot be connected to, is
 * asked again, with growing pauses or the one that it asks for.
 */
final class WebFiles implements LogFiles {
  private static final int ATTEMPTS = 5;
  private static final double JITTER = 0.25;
  private static final int LONGEST_PAUSE = 16; // in first pauses
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(30);

  private final TilesLocation.Web location;
  private final HttpFetcher http;
  private final Duration timeout;
  private final RetryPolicy<Optional<byte[]>> retries;

  WebFiles(TilesLocation.Web location, Reading reading) {
    this.location = location;
    // The user chose the URL, so it may be of this machine.
    this.http = new HttpFetcher(new AddressGuard(true), "cairn", reading.connections());
    this.timeout = reading.timeout();
    this.retries =
        RetryPolicy.<Optional<byte[]>>builder()
            .handleIf(WebFiles::mayPass)
            .withMaxAttempts(ATTEMPTS)
            .withBackoff(reading.firstPause(), reading.firstPause().multipliedBy(LONGEST_PAUSE))
            .withJitter(JITTER)
            .withDelayFn(context -> asked(context.getLastException()))
            .build();
  }

  private static boolean mayPass(@Nullable Throwable failure) {
    return failure instanceof UnavailableException unavailable
        && unavailable.retryAfter().orElse(Duration.ZERO).compareTo(LONGEST_RETRY_AFTER) <= 0;
  }

  /**
   * A pause that jitter makes no shorter than the server asked for; negative, which means the
   * backoff's own, if it did not.
   */
  private static Duration asked(@Nullable Throwable failure) {
    Duration none = Duration.ofNanos(-1);
    return failure instanceof UnavailableException unavailable
        ? unavailable
            .retryAfter()
            .map(asked -> Duration.ofMillis((long) Math.ceil(asked.toMillis() / (1 - JITTER))))
            .orElse(none)
        : none;
  }

  @Override
  public Optional<byte[]> read(String path, int maxBytes) throws IOException, MalformedException {
    URI uri = location.resolve(path);
    try {
      return Failsafe.with(retries).get(() -> http.get(uri, maxBytes, Deadline.after(timeout)));
    } catch (FailsafeException e) {
      Throwable cause = e.getCause();
      if (cause instanceof UnusableFileException unusable) {
        throw new MalformedException(path + " is unusable: " + unusable.getMessage());
      }
      if (cause instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw cause instanceof FetchException failure
          ? failure
          : new IOException(uri + " was not fetched: " + cause, e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
