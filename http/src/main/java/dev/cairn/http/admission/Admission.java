package dev.cairn.http.admission;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Counts the requests in flight, of each peer and of all. Safe for many threads. */
public final class Admission {
  private final int limitPerPeer;
  private final Semaphore places;
  // Only peers that have requests in flight, so no more than there are places.
  private final Map<String, Integer> inFlight = new ConcurrentHashMap<>();

  /**
   * Admits so many at a time.
   *
   * @param limitPerPeer the most requests of one peer, at least 1
   * @param limit the most requests of all peers, at least 1
   */
  public Admission(int limitPerPeer, int limit) {
    if (limitPerPeer < 1 || limit < 1) {
      throw new IllegalArgumentException(limitPerPeer + " requests per peer, " + limit + " in all");
    }
    this.limitPerPeer = limitPerPeer;
    this.places = new Semaphore(limit);
  }

  /** Whether one more request of this peer is admitted. If so, it has to {@link #leave}. */
  public boolean enter(String peer) {
    if (!places.tryAcquire()) {
      return false;
    }
    if (inFlight.merge(peer, 1, Integer::sum) > limitPerPeer) {
      leave(peer);
      return false;
    }
    return true;
  }

  /** Ends a request that was admitted. */
  public void leave(String peer) {
    inFlight.computeIfPresent(peer, (_, count) -> count == 1 ? null : count - 1);
    places.release();
  }
}
