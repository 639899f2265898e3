package dev.cairn.server;

import dev.cairn.server.grpc.GrpcLimits;
import dev.cairn.server.web.WebSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * How a server is reached and what it admits.
 *
 * @param grpc where LogService listens; port 0 takes a free one
 * @param http how HTTP is served, if it is
 * @param admin where channelz listens, if it does; meant for loopback
 * @param maxMessageBytes the largest request
 * @param maxCalls the most calls at a time, streams included
 * @param maxCallsPerConnection the most calls at a time on one connection
 * @param readerThreads how many threads read stores
 * @param limits what strangers may take by gRPC
 * @param drain how long shutdown waits for the calls under way
 */
public record ServerSettings(
    InetSocketAddress grpc,
    Optional<WebSettings> http,
    Optional<InetSocketAddress> admin,
    int maxMessageBytes,
    int maxCalls,
    int maxCallsPerConnection,
    int readerThreads,
    GrpcLimits limits,
    Duration drain) {

  /** The same with the default limits. */
  public ServerSettings(
      InetSocketAddress grpc,
      Optional<WebSettings> http,
      Optional<InetSocketAddress> admin,
      int maxMessageBytes,
      int maxCalls,
      int maxCallsPerConnection,
      int readerThreads,
      Duration drain) {
    this(
        grpc,
        http,
        admin,
        maxMessageBytes,
        maxCalls,
        maxCallsPerConnection,
        readerThreads,
        GrpcLimits.DEFAULT,
        drain);
  }

  /** The defaults at an address, without HTTP. */
  public static ServerSettings at(InetSocketAddress grpc) {
    return new ServerSettings(
        grpc, Optional.empty(), Optional.empty(), 1 << 20, 4_096, 1_024, 4, Duration.ofSeconds(20));
  }

  /** The same, reached at another address. */
  public ServerSettings withGrpc(InetSocketAddress address) {
    return new ServerSettings(
        address,
        http,
        admin,
        maxMessageBytes,
        maxCalls,
        maxCallsPerConnection,
        readerThreads,
        limits,
        drain);
  }

  /** The same, with HTTP or without. */
  public ServerSettings withHttp(Optional<WebSettings> settings) {
    return new ServerSettings(
        grpc,
        settings,
        admin,
        maxMessageBytes,
        maxCalls,
        maxCallsPerConnection,
        readerThreads,
        limits,
        drain);
  }

  /** These settings of HTTP, or the defaults, at another address. */
  public WebSettings httpAt(InetSocketAddress address) {
    return http.map(web -> web.withAddress(address)).orElseGet(() -> WebSettings.at(address));
  }

  /** The same, with channelz at an address. */
  public ServerSettings withAdmin(InetSocketAddress address) {
    return new ServerSettings(
        grpc,
        http,
        Optional.of(address),
        maxMessageBytes,
        maxCalls,
        maxCallsPerConnection,
        readerThreads,
        limits,
        drain);
  }

  /** The same, with other limits. */
  public ServerSettings withLimits(GrpcLimits other) {
    return new ServerSettings(
        grpc,
        http,
        admin,
        maxMessageBytes,
        maxCalls,
        maxCallsPerConnection,
        readerThreads,
        other,
        drain);
  }
}
