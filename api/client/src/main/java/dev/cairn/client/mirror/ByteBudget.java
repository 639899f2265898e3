package dev.cairn.client.mirror;

import dev.cairn.tree.tiles.EntryBundle;
import java.util.concurrent.Semaphore;

/** Memory for bundles. A place in it is taken before a bundle is read, however large that is. */
final class ByteBudget {
  /**
   * How often a bundle may be in memory at a time: packed, unpacked in parts, unpacked, and as the
   * bundle.
   */
  static final int COPIES = 4;

  /** The least that a budget may be. */
  static final int LEAST_BYTES = COPIES * EntryBundle.MAX_BYTES;

  private final Semaphore bytes;

  ByteBudget(int bytes) {
    this.bytes = new Semaphore(bytes, /* fair= */ true);
  }

  /**
   * Waits for a place; it is free again once closed.
   *
   * @param maxLength the most bytes that the bundle's file can have, at most {@link
   *     EntryBundle#MAX_BYTES}
   */
  Place take(int maxLength) throws InterruptedException {
    int wanted = COPIES * maxLength;
    bytes.acquire(wanted);
    return new Place(wanted);
  }

  /** Room for one bundle. */
  final class Place implements AutoCloseable {
    private final int taken;

    private Place(int taken) {
      this.taken = taken;
    }

    @Override
    public void close() {
      bytes.release(taken);
    }
  }
}
