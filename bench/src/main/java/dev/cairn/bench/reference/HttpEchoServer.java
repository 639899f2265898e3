package dev.cairn.bench.reference;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * The raw HTTP echo, by plain Jetty; a program of its own. Whoever gets instead of posting is given
 * {@value #FILE_BYTES} bytes of zeros.
 */
public final class HttpEchoServer {
  /** The length of what is given: that of a full tile. */
  public static final int FILE_BYTES = 8_192;

  private HttpEchoServer() {}

  /** Serves on a free port of the loopback interface until standard input ends, or a signal. */
  public static void main(String[] args) throws IOException {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.setPort(0);
    server.addConnector(connector);
    server.setHandler(new Mirror());
    try {
      server.start();
    } catch (Exception e) {
      throw new IOException("the echo did not start", e);
    }
    System.out.println("echo on 127.0.0.1:" + connector.getLocalPort());
    System.out.flush();
    while (System.in.read() >= 0) {
      // Nothing is expected; the end of it says that the benchmark is gone.
    }
    System.exit(0);
  }

  /** Returns what comes, without ever blocking. */
  private static final class Mirror extends Handler.Abstract.NonBlocking {
    private final ByteBuffer file = ByteBuffer.allocate(FILE_BYTES).asReadOnlyBuffer();

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.setStatus(200);
      if (request.getMethod().equals("GET")) {
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, FILE_BYTES);
        response.write(/* last= */ true, file.slice(), callback);
        return true;
      }
      Content.copy(request, response, callback);
      return true;
    }
  }
}
