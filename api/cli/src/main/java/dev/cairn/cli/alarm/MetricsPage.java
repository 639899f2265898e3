package dev.cairn.cli.alarm;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Serves one page of text at {@code /metrics}. */
public final class MetricsPage implements AutoCloseable {
  private static final int THREADS = 8;
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final Server server;
  private final ServerConnector connector;

  private MetricsPage(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Begins to serve.
   *
   * @param address where; port 0 takes any
   * @param page asked for the text at each request
   * @throws IOException if the address cannot be had
   */
  public static MetricsPage serve(InetSocketAddress address, Supplier<String> page)
      throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setDaemon(true);
    Server server = new Server(threads);
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    ServerConnector connector =
        new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
    connector.setHost(address.getAddress().getHostAddress());
    connector.setPort(address.getPort());
    server.addConnector(connector);
    server.setHandler(new Page(page));
    MetricsPage serving = new MetricsPage(server, connector);
    try {
      server.start();
    } catch (Exception e) { // as Jetty declares it
      serving.close();
      throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
    return serving;
  }

  /** Where it is. */
  public String url() {
    return "http://%s/metrics".formatted(HostAndPort.fromParts(connector.getHost(), port()));
  }

  /** The port that was taken. */
  public int port() {
    return connector.getLocalPort();
  }

  private static final class Page extends Handler.Abstract {
    private final Supplier<String> page;

    Page(Supplier<String> page) {
      this.page = page;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      if (!Request.getPathInContext(request).equals("/metrics")) {
        return false; // not found
      }
      if (!request.getMethod().equals("GET")) {
        response.getHeaders().put(HttpHeader.ALLOW, "GET");
        Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
        return true;
      }
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, PROMETHEUS_TEXT);
      Content.Sink.write(response, true, page.get(), callback);
      return true;
    }
  }

  @Override
  public void close() {
    boolean interrupted = Thread.interrupted(); // Jetty does not stop well otherwise
    try {
      server.stop();
    } catch (Exception e) { // as Jetty declares it; nothing is left to be saved
      server.destroy();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
