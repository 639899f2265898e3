package dev.cairn.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.log.v1.AckLevel;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.log.LogSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Whatever path is sent: a status, one short line, and nothing of the file system. */
final class HostilePathsTest {
  @TempDir static Path temp;

  private static WebLog web;

  record Script(String desc, List<Line> requests) {}

  record Line(String desc, String target, List<Integer> status) {
    @Override
    public String toString() {
      return desc;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    web = new WebLog(LogSettings.DEFAULT, WebLog.create(temp.resolve("log"), WebLog.ORIGIN));
    web.append(
        IntStream.range(0, 300)
            .mapToObj(i -> ("entry " + i).getBytes(StandardCharsets.UTF_8))
            .toList(),
        AckLevel.ACK_LEVEL_SIGNED);
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  static List<Line> lines() throws IOException {
    try (InputStream in = HostilePathsTest.class.getResourceAsStream("hostile-paths.json")) {
      return JsonMapper.shared()
          .readValue(Objects.requireNonNull(in).readAllBytes(), Script.class)
          .requests();
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void everyTargetGetsItsStatus(Line line) throws IOException {
    check(line.target(), line.status());
  }

  private static void check(String target, List<Integer> wanted) throws IOException {
    String answer =
        web.raw(
            ("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
    int status = Integer.parseInt(answer.substring(9, 12));
    assertTrue(wanted.contains(status), answer);
    if (status != 200) {
      String head = answer.substring(0, answer.indexOf("\r\n\r\n") + 2);
      String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
      assertFalse(body.contains(temp.toString()), body);
      assertFalse(body.contains("Exception"), body);
      assertTrue(body.length() < 500 && body.indexOf('\n') == body.length() - 1, body);
      boolean isApi = target.startsWith("/demo/api/") || target.startsWith("/nope/api/");
      assertEquals(isApi, head.contains("Content-Type: application/json\r\n"), head);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {600, 7_000, 10_000, 100_000})
  void aLongPathIsRefused(int length) throws IOException {
    check("/demo/" + "a".repeat(length), length > 8_000 ? List.of(414, 431) : List.of(400));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "BREW", "get"})
  void onlyReadsAreTaken(String method) throws IOException {
    for (String target : List.of("/demo/checkpoint", "/demo/api/log", "/", "/-/healthz")) {
      String answer =
          web.raw(
              (method
                      + " "
                      + target
                      + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nConnection: close"
                      + "\r\n\r\nhello")
                  .getBytes(StandardCharsets.UTF_8));
      int status = Integer.parseInt(answer.substring(9, 12));
      assertTrue(status == 405 || (status == 400 && method.equals("CONNECT")), answer);
      assertTrue(status == 400 || answer.contains("Allow: GET, HEAD, OPTIONS\r\n"), answer);
    }
  }

  @Test
  void aPageOfAnotherSiteMayAsk() throws Exception {
    var preflight = web.send("OPTIONS", "/demo/checkpoint", "Origin", "https://example.org");
    assertEquals(204, preflight.statusCode());
    assertEquals("*", preflight.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
    assertEquals(
        "GET, HEAD, OPTIONS",
        preflight.headers().firstValue("Access-Control-Allow-Methods").orElse(""));
  }

  @Test
  void theServerIsStillWell() throws Exception {
    assertEquals("ok\n", web.text("/-/healthz"));
    assertTrue(web.logs.stream().map(HostedLog::stoppedBy).allMatch(Optional::isEmpty));
  }
}
