package dev.cairn.witness.source;

import dev.cairn.http.fetch.AddressGuard;
import dev.cairn.http.fetch.Deadline;
import dev.cairn.http.fetch.FetchException;
import dev.cairn.http.fetch.HttpFetcher;
import java.time.Duration;

/**
 * Reaches sources, of all kinds and with one guard. Safe for several threads; holds connections to
 * HTTP servers until it is closed.
 */
public final class Sources implements AutoCloseable {
  private final AddressGuard guard;
  private final HttpFetcher http;

  /** Reaches sources whose addresses the guard allows. */
  public Sources(AddressGuard guard) {
    this.guard = guard;
    this.http = new HttpFetcher(guard, "cairn-witness");
  }

  /**
   * A source of a log. Nothing is connected to yet.
   *
   * @param origin the log's origin, by which a server of many logs tells them apart
   */
  public LogSource of(PollUrl url, String origin) {
    return switch (url.scheme()) {
      case HTTP, HTTPS -> timeout -> new TilesVisit(http, url, Deadline.after(timeout));
      case GRPC -> timeout -> grpc(url, origin, timeout);
    };
  }

  private Visit grpc(PollUrl url, String origin, Duration timeout) throws FetchException {
    return GrpcVisit.begin(guard, url, origin, Deadline.after(timeout));
  }

  @Override
  public void close() {
    http.close();
  }
}
