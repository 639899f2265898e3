package dev.cairn.cli.alarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(30)
final class WebhookTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<byte[]> posted = new CopyOnWriteArrayList<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private volatile int failures;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          posted.add(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(posted.size() <= failures ? 503 : 204, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Webhook hook() {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    return new Webhook(url, "example.com/log", Duration.ofMillis(5), complaints::add);
  }

  @Test
  void itIsTriedAgainUntilItIsHeard() {
    failures = 2;
    try (Webhook hook = hook()) {
      hook.stale("stale: too old");
      hook.fresh();
    }
    assertEquals(4, posted.size());
    JsonNode event = JSON.readTree(posted.get(2));
    assertEquals("stale", event.get("event").stringValue());
    assertEquals("example.com/log", event.get("log").stringValue());
    assertEquals("stale: too old", event.get("finding").stringValue());
    assertEquals("fresh", JSON.readTree(posted.get(3)).get("event").stringValue());
    assertTrue(complaints.isEmpty(), complaints.toString());
  }

  @Test
  void itIsNotTriedForEver() {
    failures = Integer.MAX_VALUE;
    try (Webhook hook = hook()) {
      hook.stale("stale: too old");
    }
    assertEquals(6, posted.size());
    assertEquals(1, complaints.size());
    assertTrue(complaints.getFirst().contains("HTTP 503"), complaints.getFirst());
  }
}
