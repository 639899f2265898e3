package dev.cairn.bench.load;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;

/** Connections over HTTP/1.1 to one server, which are kept alive. */
public final class HttpConnections implements AutoCloseable {
  private final HttpClient client = new HttpClient();
  private final HostAndPort server;

  private HttpConnections(HostAndPort server, int count) {
    this.server = server;
    client.setMaxConnectionsPerDestination(count);
    client.setIdleTimeout(Load.PATIENCE.toMillis());
    client.setFollowRedirects(false);
  }

  /**
   * Connects up to {@code count} times, when there is need.
   *
   * @throws IOException if the client does not start
   */
  public static HttpConnections to(HostAndPort server, int count) throws IOException {
    HttpConnections connections = new HttpConnections(server, count);
    try {
      connections.client.start();
      return connections;
    } catch (Exception e) {
      connections.close();
      throw new IOException("the HTTP client did not start", e);
    }
  }

  Request post(String path) {
    return client.newRequest(server.getHost(), server.getPort()).method("POST").path(path);
  }

  /** Cuts the connections. */
  @Override
  public void close() {
    try {
      client.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the HTTP client did not stop", e);
    }
  }
}
