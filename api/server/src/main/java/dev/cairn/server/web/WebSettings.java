package dev.cairn.server.web;

import java.net.InetSocketAddress;

/**
 * Where HTTP is served and what it admits.
 *
 * @param address port 0 takes a free one
 * @param maxRequests the most requests at a time
 * @param maxRequestsPerPeer the most requests at a time of one address
 * @param maxConnections the most connections at a time
 * @param maxConnectionsPerPeer the most connections at a time of one address
 */
public record WebSettings(
    InetSocketAddress address,
    int maxRequests,
    int maxRequestsPerPeer,
    int maxConnections,
    int maxConnectionsPerPeer) {

  /** Refuses what lets no request through. */
  public WebSettings {
    if (maxRequests < 1
        || maxRequestsPerPeer < 1
        || maxConnections < 1
        || maxConnectionsPerPeer < 1) {
      throw new IllegalArgumentException("limits that let no request through");
    }
  }

  /** The defaults at an address. */
  public static WebSettings at(InetSocketAddress address) {
    return new WebSettings(address, 1_024, 256, 2_048, 256);
  }

  /** The same at another address. */
  public WebSettings withAddress(InetSocketAddress other) {
    return new WebSettings(
        other, maxRequests, maxRequestsPerPeer, maxConnections, maxConnectionsPerPeer);
  }
}
