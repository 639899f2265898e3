package dev.cairn.server.grpc;

import java.time.Duration;

/**
 * What strangers may take of a server by gRPC. A peer is an IPv4 address or an IPv6 network of 64
 * bits.
 *
 * @param connections the most connections at a time; more are closed as soon as they are accepted
 * @param connectionsPerPeer the most of one peer
 * @param handshake how long a connection may take until HTTP/2 is spoken
 * @param idle how long a connection may have no call
 * @param age how long a connection may last
 * @param resets the most streams of a connection that may be reset within 30 s
 * @param headerBytes the largest request headers
 * @param windowBytes what may arrive of a connection before it is read
 * @param callsPerPeer the most calls of one peer at a time
 * @param request how long a call of one request may take to send it
 * @param unread how long a caller may leave an answer unread
 * @param unreadBytes what may wait to be sent; callers beyond it wait, large answers are refused
 * @param arrivingBytes what may have arrived of requests that are not there in whole; calls beyond
 *     it are refused
 * @param streamEntries the most unacknowledged entries of one stream of appends
 * @param searches the most searches that wait or are worked on
 */
public record GrpcLimits(
    int connections,
    int connectionsPerPeer,
    Duration handshake,
    Duration idle,
    Duration age,
    int resets,
    int headerBytes,
    int windowBytes,
    int callsPerPeer,
    Duration request,
    Duration unread,
    ByteLimit unreadBytes,
    ByteLimit arrivingBytes,
    int streamEntries,
    int searches) {

  /** Fits a heap of 512 MiB, and as much again for the network's buffers. */
  public static final GrpcLimits DEFAULT =
      new GrpcLimits(
          2_048,
          256,
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          4_096,
          8 << 10,
          256 << 10,
          2_048,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          new ByteLimit(64L << 20, 16L << 20),
          new ByteLimit(64L << 20, 16L << 20),
          512,
          128);

  /** Refuses what lets nothing through. */
  public GrpcLimits {
    if (connections < 1
        || connectionsPerPeer < 1
        || !handshake.isPositive()
        || !idle.isPositive()
        || !age.isPositive()
        || resets < 1
        || headerBytes < 1
        || windowBytes < 1
        || callsPerPeer < 1
        || !request.isPositive()
        || !unread.isPositive()
        || streamEntries < 1
        || searches < 1) {
      throw new IllegalArgumentException("limits that let nothing through");
    }
  }
}
