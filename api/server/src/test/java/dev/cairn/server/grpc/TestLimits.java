package dev.cairn.server.grpc;

import java.time.Duration;

/** Limits that are reached soon. */
final class TestLimits {
  static final GrpcLimits D = GrpcLimits.DEFAULT;

  private TestLimits() {}

  static GrpcLimits connections(int perPeer) {
    return limits(
        perPeer,
        D.handshake(),
        D.idle(),
        D.callsPerPeer(),
        D.request(),
        D.unread(),
        D.unreadBytes(),
        D.arrivingBytes());
  }

  static GrpcLimits connectionTimes(Duration handshake, Duration idle) {
    return limits(
        D.connectionsPerPeer(),
        handshake,
        idle,
        D.callsPerPeer(),
        D.request(),
        D.unread(),
        D.unreadBytes(),
        D.arrivingBytes());
  }

  static GrpcLimits callsPerPeer(int calls) {
    return limits(
        D.connectionsPerPeer(),
        D.handshake(),
        D.idle(),
        calls,
        D.request(),
        D.unread(),
        D.unreadBytes(),
        D.arrivingBytes());
  }

  static GrpcLimits request(Duration request) {
    return limits(
        D.connectionsPerPeer(),
        D.handshake(),
        D.idle(),
        D.callsPerPeer(),
        request,
        D.unread(),
        D.unreadBytes(),
        D.arrivingBytes());
  }

  static GrpcLimits unread(Duration unread, ByteLimit bytes) {
    return limits(
        D.connectionsPerPeer(),
        D.handshake(),
        D.idle(),
        D.callsPerPeer(),
        D.request(),
        unread,
        bytes,
        D.arrivingBytes());
  }

  static GrpcLimits arriving(ByteLimit bytes) {
    return limits(
        D.connectionsPerPeer(),
        D.handshake(),
        D.idle(),
        D.callsPerPeer(),
        D.request(),
        D.unread(),
        D.unreadBytes(),
        bytes);
  }

  private static GrpcLimits limits(
      int connectionsPerPeer,
      Duration handshake,
      Duration idle,
      int callsPerPeer,
      Duration request,
      Duration unread,
      ByteLimit unreadBytes,
      ByteLimit arrivingBytes) {
    return new GrpcLimits(
        D.connections(),
        connectionsPerPeer,
        handshake,
        idle,
        D.age(),
        D.resets(),
        D.headerBytes(),
        D.windowBytes(),
        callsPerPeer,
        request,
        unread,
        unreadBytes,
        arrivingBytes,
        D.streamEntries(),
        D.searches());
  }
}
