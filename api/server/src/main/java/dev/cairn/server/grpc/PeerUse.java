package dev.cairn.server.grpc;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What one peer has at the moment of what is bounded. */
final class PeerUse {
  /** Calls under way. */
  final AtomicInteger calls = new AtomicInteger();

  /** Bytes that it has not read yet. */
  final AtomicLong unread = new AtomicLong();

  /** Bytes that have arrived of requests which are not there in whole. */
  final AtomicLong arriving = new AtomicLong();

  private int connections; // changed only in Peers, one at a time

  /** Has one connection more, or less; returns how many there are then. */
  int connected(int change) {
    connections += change;
    return connections;
  }
}
