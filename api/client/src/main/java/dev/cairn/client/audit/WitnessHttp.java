package dev.cairn.client.audit;

import dev.cairn.http.fetch.AddressGuard;
import dev.cairn.http.fetch.Deadline;
import dev.cairn.http.fetch.FetchException;
import dev.cairn.http.fetch.HttpFetcher;
import java.net.URI;
import java.time.Duration;

/**
 * Fetches what witnesses show. An exchange has a deadline as a whole, so that nobody can drip; a
 * body has a bound; redirects are not followed.
 */
final class WitnessHttp implements AutoCloseable {
  /** The most bytes of a cosigned checkpoint: some 70 of the largest cosignatures there are. */
  static final int MAX_BODY_BYTES = 256 << 10;

  private final Duration deadline;
  // The user chose the URLs, so they may be of this machine.
  private final HttpFetcher http = new HttpFetcher(new AddressGuard(true), "cairn-audit");

  WitnessHttp(Duration deadline) {
    this.deadline = deadline;
  }

  /**
   * @throws InterruptedException if the thread is interrupted; the exchange is cancelled then
   */
  byte[] get(URI uri) throws WitnessException, InterruptedException {
    try {
      return http.get(uri, MAX_BODY_BYTES, Deadline.after(deadline))
          .orElseThrow(() -> new WitnessException("it has no cosigned checkpoint of the log"));
    } catch (FetchException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while asking " + uri);
      }
      throw new WitnessException("it cannot be asked: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
