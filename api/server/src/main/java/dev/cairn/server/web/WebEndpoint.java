package dev.cairn.server.web;

import dev.cairn.http.admission.Admission;
import dev.cairn.http.serve.HttpEndpoint;
import dev.cairn.http.serve.HttpLimits;
import dev.cairn.server.grpc.LocalCalls;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.tiles.BundleFiles;
import dev.cairn.server.tiles.Damage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves logs over HTTP. */
public final class WebEndpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebEndpoint.class);
  // Some 35 MiB.
  private static final int CACHED_TILES = 4_096;
  private static final int MIN_CACHED_TILES_PER_LOG = 64;
  private static final long CACHED_BUNDLE_BYTES = 64 << 20;
  // Each takes up to 80 MiB of memory while it is made.
  private static final int BUNDLES_AT_A_TIME = 2;
  private static final Duration RECEIVE = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final HttpEndpoint http;
  private final List<ServedLog> logs;

  private WebEndpoint(HttpEndpoint http, List<ServedLog> logs) {
    this.http = http;
    this.logs = logs;
  }

  /**
   * Starts to serve.
   *
   * @param logs stay open
   * @param calls what the JSON comes from; stays open
   * @param drain how long closing waits for the requests under way
   * @throws IOException if the address cannot be listened on; the message says which
   */
  public static WebEndpoint start(
      WebSettings settings, List<HostedLog> logs, LocalCalls calls, Duration drain)
      throws IOException {
    int tilesPerLog = Math.max(CACHED_TILES / logs.size(), MIN_CACHED_TILES_PER_LOG);
    List<ServedLog> served = logs.stream().map(log -> ServedLog.of(log, tilesPerLog)).toList();
    Router router =
        new Router(
            served,
            new TileAnswers(new BundleFiles(CACHED_BUNDLE_BYTES, BUNDLES_AT_A_TIME)),
            new Api(calls));
    Admission admission = new Admission(settings.maxRequestsPerPeer(), settings.maxRequests());
    HttpLimits limits =
        new HttpLimits(
            settings.maxConnections(), settings.maxConnectionsPerPeer(), RECEIVE, IDLE, drain);
    return new WebEndpoint(
        HttpEndpoint.start(
            "log-http", new WebHandler(router, admission), settings.address(), limits),
        served);
  }

  /** The path of one of a server's logs, with a slash at both ends. */
  public static String path(String origin, List<HostedLog> logs) {
    return new LogPaths(logs.stream().map(HostedLog::origin).toList()).path(origin);
  }

  /** How many requests for tiles and bundles of a log were refused because they are damaged. */
  public long damagedRefusals(HostedLog log) {
    return logs.stream()
        .filter(served -> served.log().equals(log))
        .flatMap(served -> served.tiles().damage().stream())
        .mapToLong(Damage::refusals)
        .sum();
  }

  /** The port that it listens on. */
  public int port() {
    return http.port();
  }

  /** Stops to accept requests, and waits for those under way; then cuts them off. */
  @Override
  public void close() {
    try {
      http.close();
    } catch (IllegalStateException e) {
      // Who reads slowly must not keep the logs from being closed.
      LOG.warn("Requests over HTTP were still under way; they are cut off", e);
    }
  }
}
