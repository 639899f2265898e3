package dev.cairn.witness.source;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Tile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;

/** Serves a log as C2SP tlog-tiles on a port of the loopback interface, or lies as it is told. */
public final class TilesServer implements AutoCloseable {
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final List<String> requested = new CopyOnWriteArrayList<>();
  private final Map<String, Answer> instead = new ConcurrentHashMap<>();
  private volatile GrowingLog log;
  private volatile boolean keepsPartials = true;

  /** What is answered for one path instead of the truth. */
  public record Answer(int status, Map<String, String> headers, ByteBuffer body) {}

  public TilesServer(GrowingLog log) {
    this.log = log;
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    server.addConnector(connector);
    server.setHandler(new Tiles());
    LifeCycle.start(server);
  }

  public String url() {
    return "http://127.0.0.1:" + port() + "/log/";
  }

  public int port() {
    return connector.getLocalPort();
  }

  /** Serves another log from now on. */
  public void serve(GrowingLog other) {
    log = other;
  }

  public void answer(String path, int status, Map<String, String> headers, byte[] body) {
    instead.put("/log/" + path, new Answer(status, headers, ByteBuffer.wrap(body)));
  }

  public void answerTruth() {
    instead.clear();
  }

  /** As logs may once a tile is full. */
  public void deletePartials() {
    keepsPartials = false;
  }

  /** Paths below the prefix, in order. */
  public List<String> requested() {
    return requested;
  }

  public static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  private Answer answer(String path) {
    Answer other = instead.get(path);
    if (other != null) {
      return other;
    }
    try {
      String below = path.substring("/log/".length());
      requested.add(below);
      if (below.equals("checkpoint")) {
        return new Answer(200, Map.of(), ByteBuffer.wrap(log.checkpoint().toBytes()));
      }
      Tile tile = Tile.parse(below);
      if (tile.isWithin(log.size()) && (tile.isFull() || keepsPartials)) {
        return new Answer(200, Map.of(), ByteBuffer.wrap(log.bytes(tile)));
      }
    } catch (MalformedException e) {
      return new Answer(400, Map.of(), ByteBuffer.allocate(0));
    }
    return new Answer(404, Map.of(), ByteBuffer.allocate(0));
  }

  private final class Tiles extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Answer answer = answer(request.getHttpURI().getCanonicalPath());
      response.setStatus(answer.status());
      answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().remaining());
      response.write(true, answer.body().duplicate(), callback);
      return true;
    }
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
  }
}
