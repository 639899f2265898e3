package dev.cairn.cli;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A plain web server of a folder, which knows nothing of logs. */
final class StaticServer implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private int requests;
  private int awaited;
  private CompletableFuture<Void> reached = new CompletableFuture<>();

  StaticServer(Path folder) throws IOException {
    this(folder, 0);
  }

  StaticServer(Path folder, int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    HttpHandler files = SimpleFileServer.createFileHandler(folder.toAbsolutePath());
    server.createContext(
        "/",
        exchange -> {
          count();
          files.handle(exchange);
        });
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/";
  }

  private synchronized void count() {
    requests++;
    if (requests == awaited) {
      reached.complete(null);
    }
  }

  /** Completed when that many requests more have come. */
  synchronized CompletableFuture<Void> afterRequests(int more) {
    awaited = requests + more;
    reached = new CompletableFuture<>();
    return reached;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
