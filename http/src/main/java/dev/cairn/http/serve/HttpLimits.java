package dev.cairn.http.serve;

import java.time.Duration;

/**
 * What a connection may do.
 *
 * @param connections the most connections at a time; more wait to be accepted
 * @param connectionsPerPeer the most connections at a time of one address; more are closed at once
 * @param receive how long a request may take to arrive, from its first byte to its last; a
 *     connection's first request from when the connection is made
 * @param idle how long a connection may be silent between two requests
 * @param drain how long closing waits for the requests under way
 */
public record HttpLimits(
    int connections, int connectionsPerPeer, Duration receive, Duration idle, Duration drain) {
  /** Fits a public witness. */
  public static final HttpLimits DEFAULT =
      new HttpLimits(
          2_048, 256, Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(10));

  /** Refuses what cannot work. */
  public HttpLimits {
    if (connections < 1
        || connectionsPerPeer < 1
        || !receive.isPositive()
        || !idle.isPositive()
        || drain.isNegative()) {
      throw new IllegalArgumentException("limits that let no request through");
    }
  }
}
