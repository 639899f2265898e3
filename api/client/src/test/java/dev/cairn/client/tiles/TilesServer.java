package dev.cairn.client.tiles;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Tile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;

/** Serves a log as C2SP tlog-tiles on a port of the loopback interface, or lies as it is told. */
public final class TilesServer implements AutoCloseable {
  private static final String PREFIX = "/log/";

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final List<String> requested = new CopyOnWriteArrayList<>();
  private final Map<String, Answer> instead = new ConcurrentHashMap<>();
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final Set<String> dripping = ConcurrentHashMap.newKeySet();
  private volatile TiledLog log;
  private volatile boolean keepsPartials = true;
  private volatile Answer failure = Answer.of(503);

  /** What is answered for one path instead of the truth. */
  public record Answer(int status, Map<String, String> headers, ByteBuffer body) {
    static Answer of(int status, byte... body) {
      return new Answer(status, Map.of(), ByteBuffer.wrap(body));
    }
  }

  public TilesServer(TiledLog log) {
    this.log = log;
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    server.addConnector(connector);
    server.setHandler(new Tiles());
    LifeCycle.start(server);
  }

  public String url() {
    return "http://127.0.0.1:" + connector.getLocalPort() + PREFIX;
  }

  public TilesLocation location() {
    return new TilesLocation.Web(URI.create(url()));
  }

  /** Serves another log from now on. */
  public void serve(TiledLog other) {
    log = other;
  }

  /** Lies about one path. */
  public void answer(String path, byte[] body) {
    answer(path, 200, Map.of(), body);
  }

  /** Lies about one path. */
  public void answer(String path, int status, Map<String, String> headers, byte[] body) {
    instead.put(path, new Answer(status, headers, ByteBuffer.wrap(body)));
  }

  /** Answers the next requests for a path with a failure, and then the truth. */
  public void failNext(String path, int times, int status, Map<String, String> headers) {
    failure = new Answer(status, headers, ByteBuffer.allocate(0));
    failures.put(path, times);
  }

  /** Answers for one path a byte at a time, and never comes to an end. */
  public void drip(String path) {
    dripping.add(path);
  }

  public void answerTruth() {
    instead.clear();
    dripping.clear();
    failures.clear();
  }

  /** As logs may once a tile is full. */
  public void deletePartials() {
    keepsPartials = false;
  }

  /** Paths below the prefix, in order. */
  public List<String> requested() {
    return requested;
  }

  /** How often a path was asked for. */
  public long requested(String path) {
    return requested.stream().filter(path::equals).count();
  }

  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return packed.toByteArray();
  }

  private Answer answer(String path) {
    requested.add(path);
    if (failures.merge(path, -1, Integer::sum) >= 0) {
      return failure;
    }
    Answer other = instead.get(path);
    if (other != null) {
      return other;
    }
    try {
      return truth(path);
    } catch (MalformedException e) {
      return Answer.of(400);
    }
  }

  private Answer truth(String path) throws MalformedException {
    if (path.equals("checkpoint")) {
      return Answer.of(200, log.checkpoint().toBytes());
    }
    boolean isBundle = path.startsWith("tile/entries/");
    Tile tile = isBundle ? Tile.parseEntries(path) : Tile.parse(path);
    if (!tile.isWithin(log.size()) || !(tile.isFull() || keeps(tile))) {
      return Answer.of(404);
    }
    return Answer.of(200, isBundle ? log.bundle(tile) : log.tile(tile));
  }

  private boolean keeps(Tile partial) {
    return keepsPartials || !new Tile(partial.level(), partial.index(), 256).isWithin(log.size());
  }

  private final class Tiles extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      String path = request.getHttpURI().getCanonicalPath();
      if (path.startsWith(PREFIX) && dripping.contains(path.substring(PREFIX.length()))) {
        Thread.ofVirtual().start(() -> drip(response, callback));
        return true;
      }
      Answer answer =
          path.startsWith(PREFIX) ? answer(path.substring(PREFIX.length())) : Answer.of(404);
      response.setStatus(answer.status());
      answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().remaining());
      response.write(true, answer.body().duplicate(), callback);
      return true;
    }

    private void drip(Response response, Callback callback) {
      try (Blocker.Callback first = Blocker.callback()) {
        response.write(false, ByteBuffer.allocate(1), first);
        first.block();
        while (server.isRunning()) {
          Thread.sleep(20);
          try (Blocker.Callback next = Blocker.callback()) {
            response.write(false, ByteBuffer.allocate(1), next);
            next.block();
          }
        }
        callback.succeeded();
      } catch (IOException e) {
        callback.failed(e); // the other side has gone
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
  }
}
