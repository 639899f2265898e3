package dev.cairn.cli.explorer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Serves the explorer's modules from the class path, and beside them a page without any script. */
final class ModuleServer implements AutoCloseable {
  private final HttpServer server;

  ModuleServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", ModuleServer::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String resource =
          path.startsWith("/-/explorer/")
              ? "/dev/cairn/server/web/explorer/" + path.substring("/-/explorer/".length())
              : "/explorer" + path;
      byte[] body = path.equals("/") ? new byte[0] : read(resource);
      exchange
          .getResponseHeaders()
          .add("Content-Type", path.endsWith(".js") ? "text/javascript" : "text/html");
      exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static byte[] read(String resource) throws IOException {
    try (InputStream in = ModuleServer.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no resource " + resource);
      }
      return in.readAllBytes();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
