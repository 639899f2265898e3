package dev.cairn.server.grpc;

import java.util.concurrent.atomic.AtomicLong;

/** Counts bytes that are kept for strangers. A limit is passed by one message at the most. */
final class ByteBudget {
  private final ByteLimit limit;
  private final AtomicLong taken = new AtomicLong();

  ByteBudget(ByteLimit limit) {
    this.limit = limit;
  }

  /**
   * Whether more may be taken.
   *
   * @param ofPeer what the peer has of it
   */
  boolean hasRoom(AtomicLong ofPeer) {
    return taken.get() < limit.all() && ofPeer.get() < limit.perPeer();
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
