package dev.cairn.http.serve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Listens for HTTP/1.1, and hands each request to a handler on a virtual thread of its own. */
public final class HttpEndpoint implements AutoCloseable {
  private static final int HEADER_BYTES = 8 << 10;
  private static final long SWEEP_MILLIS = 250;

  private final Server server;
  private final ServerConnector connector;
  private final HttpLimits limits;
  private final ScheduledExecutorService sweeper;

  private HttpEndpoint(Server server, ServerConnector connector, HttpLimits limits, String name) {
    this.server = server;
    this.connector = connector;
    this.limits = limits;
    this.sweeper =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(name + "-sweeper").factory());
  }

  /**
   * Starts to listen.
   *
   * @param name of its threads
   * @param handler answers requests; it calls {@link TimedConnection#receiving} when it begins and
   *     {@link TimedConnection#received} once it has read a request in whole
   * @param address port 0 takes a free one
   * @throws IOException if the address cannot be listened on; the message says which
   */
  public static HttpEndpoint start(
      String name, Handler handler, InetSocketAddress address, HttpLimits limits)
      throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName(name);
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor(name + "-"));
    Server server = new Server(threads);
    ServerConnector connector =
        new ServerConnector(server, new TimedConnectionFactory(configuration(limits)));
    connector.setHost(address.getHostString());
    connector.setPort(address.getPort());
    connector.setIdleTimeout(limits.idle().toMillis());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
    connector.addBean(new PeerConnections(limits.connectionsPerPeer()));
    server.setHandler(new GracefulHandler(handler));
    server.setErrorHandler(new PlainErrors());
    server.setStopTimeout(limits.drain().toMillis());
    HttpEndpoint endpoint = new HttpEndpoint(server, connector, limits, name);
    endpoint.start(address);
    return endpoint;
  }

  private static HttpConfiguration configuration(HttpLimits limits) {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendXPoweredBy(false);
    configuration.setRequestHeaderSize(HEADER_BYTES);
    configuration.setResponseHeaderSize(HEADER_BYTES);
    configuration.setIdleTimeout(limits.idle().toMillis());
    // A path that could mean two things reaches no handler.
    configuration.setUriCompliance(UriCompliance.RFC3986);
    return configuration;
  }

  private void start(InetSocketAddress address) throws IOException {
    try {
      server.start();
    } catch (Exception e) {
      close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "cannot listen on %s:%d: %s"
              .formatted(address.getHostString(), address.getPort(), cause.getMessage()),
          e);
    }
    var _ =
        sweeper.scheduleWithFixedDelay(
            this::cutOffOverdue, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void cutOffOverdue() {
    for (EndPoint endPoint : connector.getConnectedEndPoints()) {
      if (endPoint.getConnection() instanceof TimedConnection connection
          && connection.isOverdue(limits.receive())) {
        endPoint.close();
      }
    }
  }

  /** The port that it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Stops to accept requests, and waits for those under way. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP server did not stop", e);
    } finally {
      sweeper.shutdownNow();
    }
  }
}
