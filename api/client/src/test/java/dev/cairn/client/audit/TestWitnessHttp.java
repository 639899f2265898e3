package dev.cairn.client.audit;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A witness's monitoring prefix on a socket of this machine, which shows what it is told to. */
final class TestWitnessHttp implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final AtomicInteger requests = new AtomicInteger();
  private volatile int status = 404;
  private volatile byte[] body = new byte[0];
  private volatile String location = "";
  private volatile boolean drips;
  private volatile String path = "";

  private TestWitnessHttp(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  static TestWitnessHttp start() throws IOException {
    return new TestWitnessHttp(0);
  }

  static TestWitnessHttp start(int port) throws IOException {
    return new TestWitnessHttp(port);
  }

  int port() {
    return server.getAddress().getPort();
  }

  URI prefix() {
    return URI.create("http://127.0.0.1:" + port() + "/monitor");
  }

  void show(ByteString note) {
    body = note.toByteArray();
    status = 200;
  }

  void answer(int status) {
    this.status = status;
  }

  void redirectTo(URI uri) {
    location = uri.toString();
    status = 302;
  }

  /** From now on every byte takes its time, and there is no end. */
  void drip() {
    drips = true;
    status = 200;
  }

  int requests() {
    return requests.get();
  }

  String lastPath() {
    return path;
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    path = exchange.getRequestURI().getPath();
    if (!location.isEmpty()) {
      exchange.getResponseHeaders().add("Location", location);
    }
    try (exchange) {
      if (drips) {
        exchange.sendResponseHeaders(200, 0);
        drip(exchange);
      } else if (status == 200) {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      } else {
        exchange.sendResponseHeaders(status, -1);
      }
    }
  }

  private static void drip(HttpExchange exchange) throws IOException {
    try {
      while (true) {
        exchange.getResponseBody().write('x');
        exchange.getResponseBody().flush();
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
