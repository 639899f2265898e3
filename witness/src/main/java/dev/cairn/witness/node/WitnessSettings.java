package dev.cairn.witness.node;

import dev.cairn.http.serve.HttpLimits;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * How a witness is reached and what it admits.
 *
 * @param http where it listens for HTTP, if it does; port 0 takes a free one
 * @param grpc where it listens for gRPC, if it does; port 0 takes a free one
 * @param httpLimits what an HTTP connection may do
 * @param requestsPerPeer the most requests in flight of one address, over HTTP and gRPC together
 * @param requests the most requests in flight of all
 */
public record WitnessSettings(
    Optional<InetSocketAddress> http,
    Optional<InetSocketAddress> grpc,
    HttpLimits httpLimits,
    int requestsPerPeer,
    int requests) {

  /** The limits of a public witness, which is not reached yet. */
  public static final WitnessSettings DEFAULT =
      new WitnessSettings(Optional.empty(), Optional.empty(), HttpLimits.DEFAULT, 64, 1_024);

  /** The same, listening for HTTP. */
  public WitnessSettings withHttp(InetSocketAddress address) {
    return new WitnessSettings(Optional.of(address), grpc, httpLimits, requestsPerPeer, requests);
  }

  /** The same, listening for gRPC. */
  public WitnessSettings withGrpc(InetSocketAddress address) {
    return new WitnessSettings(http, Optional.of(address), httpLimits, requestsPerPeer, requests);
  }

  /** The same, with other limits for HTTP connections. */
  public WitnessSettings withHttpLimits(HttpLimits limits) {
    return new WitnessSettings(http, grpc, limits, requestsPerPeer, requests);
  }
}
