package dev.cairn.server.witness;

import java.net.http.HttpClient;
import java.time.Duration;

/** Links by HTTP, which share one client. */
final class HttpLinks implements WitnessLinks {
  private final HttpClient http;
  private final Duration timeout;

  /**
   * @param timeout the longest that one exchange may take
   */
  HttpLinks(Duration timeout) {
    this.http = WitnessConnection.client(timeout);
    this.timeout = timeout;
  }

  @Override
  public WitnessLink to(String prefix) {
    return new WitnessConnection(http, prefix, timeout);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
