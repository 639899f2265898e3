package dev.cairn.client.mirror;

import dev.cairn.tree.tiles.EntryBundle;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Memory for bundles. How large a bundle is shows only once it is there, so a place for it has
 * twice the bytes of the largest one so far, or, where there was none yet, of the largest possible.
 */
final class ByteBudget {
  private static final int LEAST_PLACE = 64 << 10;

  private final Semaphore bytes;
  private final AtomicInteger largest = new AtomicInteger();

  ByteBudget(int bytes) {
    this.bytes = new Semaphore(bytes, /* fair= */ true);
  }

  /** Waits for a place; it is free again once closed. */
  Place take() throws InterruptedException {
    int seen = largest.get();
    int wanted =
        seen == 0
            ? EntryBundle.MAX_BYTES
            : Math.clamp(2L * seen, LEAST_PLACE, EntryBundle.MAX_BYTES);
    bytes.acquire(wanted);
    return new Place(wanted);
  }

  /** Room for one bundle. */
  final class Place implements AutoCloseable {
    private final int taken;

    private Place(int taken) {
      this.taken = taken;
    }

    /** Says how large the bundle was. */
    void used(int length) {
      largest.accumulateAndGet(length, Math::max);
    }

    @Override
    public void close() {
      bytes.release(taken);
    }
  }
}
