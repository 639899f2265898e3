package dev.cairn.server.web;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The memory that large answers take until they are sent, counted in KiB: of all peers together,
 * and of each, so that one who reads slowly does not keep large files from the others.
 */
final class SendBudget {
  private final int limitPerPeer;
  private final Semaphore left;
  // Only peers with answers under way.
  private final ConcurrentHashMap<String, Integer> taken = new ConcurrentHashMap<>();

  /**
   * @param limitPerPeer in KiB; beyond it a peer may still have one answer, of any size
   * @param limit in KiB
   */
  SendBudget(int limitPerPeer, int limit) {
    this.limitPerPeer = limitPerPeer;
    this.left = new Semaphore(limit);
  }

  /** Takes so much for a peer, if it is there; then it has to be given back. */
  boolean tryTake(String peer, int kib) {
    if (!left.tryAcquire(kib)) {
      return false;
    }
    AtomicBoolean fits = new AtomicBoolean();
    taken.compute(
        peer,
        (_, before) -> {
          fits.set(before == null || before + kib <= limitPerPeer);
          return fits.get() ? Integer.valueOf((before == null ? 0 : before) + kib) : before;
        });
    if (!fits.get()) {
      left.release(kib);
    }
    return fits.get();
  }

  /** Gives back what was taken. */
  void giveBack(String peer, int kib) {
    taken.computeIfPresent(peer, (_, before) -> before == kib ? null : before - kib);
    left.release(kib);
  }
}
