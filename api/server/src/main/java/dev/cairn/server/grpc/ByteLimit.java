package dev.cairn.server.grpc;

/**
 * How much memory may be taken for strangers.
 *
 * @param all bytes, of all peers together, at least 1; a peer that has little may have a little
 *     more
 * @param perPeer bytes, of one peer, at least 1
 */
public record ByteLimit(long all, long perPeer) {
  /** Refuses what lets nothing through. */
  public ByteLimit {
    if (all < 1 || perPeer < 1) {
      throw new IllegalArgumentException(perPeer + " bytes per peer, " + all + " in all");
    }
  }
}
