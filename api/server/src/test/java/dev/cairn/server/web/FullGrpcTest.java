package dev.cairn.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.ServerSettings;
import dev.cairn.server.grpc.RawHttp2;
import dev.cairn.server.log.LogSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HTTP is served while there is no room for another call of gRPC. */
@Timeout(60)
final class FullGrpcTest {
  private static final int CALLS = 3;

  @TempDir Path folder;

  @Test
  void whoeverTakesAllCallsOfGrpcTakesNoneOfHttp() throws Exception {
    ServerSettings settings =
        new ServerSettings(
            WebLog.loopback(),
            Optional.of(WebSettings.at(WebLog.loopback())),
            Optional.empty(),
            1 << 20,
            CALLS,
            CALLS + 1,
            2,
            Duration.ofSeconds(5));
    Path log = WebLog.create(folder.resolve("log"), WebLog.ORIGIN);
    try (WebLog web = new WebLog(settings, LogSettings.DEFAULT, log);
        RawHttp2 stranger = RawHttp2.greeted(web.server.port(), "127.0.0.2")) {
      for (int i = 0; i <= CALLS; i++) {
        stranger.call(1 + 2 * i, "cairn.log.v1.LogService/AppendEntries");
      }
      stranger.await(frame -> frame.type() == RawHttp2.HEADERS);
      assertEquals(1, web.server.refusedCalls());
      assertEquals(200, web.get("/demo/api/log").statusCode());
      assertTrue(web.server.load().calls() >= CALLS, "the calls of gRPC are still there");
    }
  }
}
