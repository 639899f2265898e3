package dev.cairn.server.grpc;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts bytes that are kept for strangers. A limit is passed by one message at the most. Every
 * peer has a floor, so that those who take all there is stop nobody else.
 */
final class ByteBudget {
  private final ByteLimit limit;
  private final long floor;
  private final AtomicLong taken = new AtomicLong();

  /**
   * @param floor bytes that a peer may take whatever others have; no more than its limit counts
   */
  ByteBudget(ByteLimit limit, long floor) {
    this.limit = limit;
    this.floor = Math.min(floor, limit.perPeer());
  }

  /**
   * Whether more may be taken.
   *
   * @param ofPeer what the peer has of it
   */
  boolean hasRoom(AtomicLong ofPeer) {
    long has = ofPeer.get();
    return has < floor || (has < limit.perPeer() && taken.get() < limit.all());
  }

  void take(AtomicLong ofPeer, long bytes) {
    taken.addAndGet(bytes);
    ofPeer.addAndGet(bytes);
  }

  void giveBack(AtomicLong ofPeer, long bytes) {
    take(ofPeer, -bytes);
  }

  /** Bytes that are taken, of all peers. */
  long taken() {
    return taken.get();
  }
}
