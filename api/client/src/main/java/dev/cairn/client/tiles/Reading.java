package dev.cairn.client.tiles;

import java.time.Duration;

/**
 * How patiently and how greedily a tiled log is read.
 *
 * @param timeout the longest that one request may take; each of up to 5 attempts has as long
 * @param connections the most requests at a time to a web server
 * @param firstPause before the second attempt; it doubles from attempt to attempt
 */
public record Reading(Duration timeout, int connections, Duration firstPause) {
  /** 10 seconds, 4 connections, and a first pause of a quarter of a second. */
  public static final Reading DEFAULT =
      new Reading(Duration.ofSeconds(10), 4, Duration.ofMillis(250));

  private static final int MAX_CONNECTIONS = 64;

  /**
   * @throws IllegalArgumentException if the timeout or the pause is not above 0, or the connections
   *     are not 1 to 64
   */
  public Reading {
    if (!timeout.isPositive() || !firstPause.isPositive()) {
      throw new IllegalArgumentException("a timeout and a pause are above 0");
    }
    if (connections < 1 || connections > MAX_CONNECTIONS) {
      throw new IllegalArgumentException(connections + " connections are not 1 to 64");
    }
  }

  /** The same with another longest time of one request. */
  public Reading withTimeout(Duration timeout) {
    return new Reading(timeout, connections, firstPause);
  }

  /** The same with another number of requests at a time. */
  public Reading withConnections(int connections) {
    return new Reading(timeout, connections, firstPause);
  }

  /** The same with another first pause. */
  public Reading withFirstPause(Duration firstPause) {
    return new Reading(timeout, connections, firstPause);
  }
}
