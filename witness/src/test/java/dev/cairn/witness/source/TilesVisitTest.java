package dev.cairn.witness.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.http.fetch.AddressGuard;
import dev.cairn.http.fetch.FetchException;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.Tile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TilesVisitTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final long[] SIZES = {
    1, 2, 255, 256, 257, 300, 511, 512, 513, 65_535, 65_536, 65_537, 66_000
  };

  private static GrowingLog log;
  private TilesServer server;
  private Sources sources;

  @BeforeAll
  static void grow() {
    log = new GrowingLog("entry", 66_000);
  }

  @AfterAll
  static void forget() {
    log = new GrowingLog("entry", 0);
  }

  @BeforeEach
  void start() {
    server = new TilesServer(log);
    sources = new Sources(new AddressGuard(true));
  }

  @AfterEach
  void stop() {
    sources.close();
    server.close();
  }

  private Visit visit() throws FetchException {
    return visit(server.url(), SOON);
  }

  private Visit visit(String url, Duration timeout) throws FetchException {
    try {
      return sources.of(PollUrl.parse(url), GrowingLog.ORIGIN).visit(timeout);
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void fetchesTheCheckpoint() throws Exception {
    try (Visit visit = visit()) {
      assertArrayEquals(log.checkpoint().toBytes(), visit.checkpoint());
    }
  }

  @Test
  void provesBetweenAllSizes() throws Exception {
    for (long size : SIZES) {
      try (Visit visit = visit()) {
        for (long old : SIZES) {
          if (old <= size) {
            assertEquals(Optional.of(log.head(old)), visit.head(old, size));
            ProofVerifier.consistency(log.head(old), log.head(size), visit.consistency(old, size));
          }
        }
      }
    }
  }

  @Test
  void asksForNoTileThatTheSizeDoesNotImply() throws Exception {
    try (Visit visit = visit()) {
      var _ = visit.consistency(200, 300);
      assertEquals(List.of("tile/0/000", "tile/0/001.p/44"), server.requested());
    }
  }

  @Test
  void takesTheFullTileWhereThePartialOneIsGone() throws Exception {
    server.deletePartials();
    try (Visit visit = visit()) {
      ProofVerifier.consistency(log.head(200), log.head(300), visit.consistency(200, 300));
    }
    assertTrue(server.requested().contains("tile/0/001"));
  }

  @Test
  void readsGzipThatNobodyAskedFor() throws Exception {
    byte[] tile = log.bytes(new Tile(0, 0, 256));
    server.answer("tile/0/000", 200, Map.of("Content-Encoding", "gzip"), TilesServer.gzip(tile));
    try (Visit visit = visit()) {
      ProofVerifier.consistency(log.head(200), log.head(300), visit.consistency(200, 300));
    }
  }

  @Test
  void refusesGzipThatExpandsTooFar() throws IOException {
    byte[] bomb = TilesServer.gzip(new byte[1 << 20]);
    server.answer("tile/0/000", 200, Map.of("Content-Encoding", "gzip"), bomb);
    assertFails("larger than 8192 bytes", () -> visit().consistency(200, 300));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 8_160, 8_191, 8_193, 8_224, 100_000})
  void refusesTilesOfAnotherLength(int bytes) {
    server.answer("tile/0/000", 200, Map.of(), new byte[bytes]);
    assertFails("tile/0/000", () -> visit().consistency(200, 300));
  }

  @Test
  void refusesOtherEncodings() {
    server.answer("checkpoint", 200, Map.of("Content-Encoding", "br"), new byte[10]);
    assertFails("encoding other than gzip", () -> visit().checkpoint());
    server.answer("checkpoint", 200, Map.of("Content-Encoding", "gzip"), new byte[10]);
    assertFails("not gzip", () -> visit().checkpoint());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsNoRedirects(int status) throws Exception {
    try (TilesServer other = new TilesServer(log)) {
      server.answer("checkpoint", status, Map.of("Location", other.url() + "checkpoint"), EMPTY);
      assertFails("redirects are not followed", () -> visit().checkpoint());
      assertEquals(0, other.requested().size());
    }
  }

  private static final byte[] EMPTY = new byte[0];

  @ParameterizedTest
  @ValueSource(ints = {204, 206, 400, 401, 403, 404, 410, 429, 500, 503})
  void anythingButOkIsAFailure(int status) {
    server.answer("checkpoint", status, Map.of("WWW-Authenticate", "Basic realm=x"), EMPTY);
    assertFails("checkpoint", () -> visit().checkpoint());
  }

  @Test
  void refusesCheckpointsThatAreTooLarge() {
    server.answer("checkpoint", 200, Map.of(), new byte[TilesVisit.MAX_CHECKPOINT_BYTES + 1]);
    assertFails("checkpoint", () -> visit().checkpoint());
  }

  @Test
  @Timeout(20)
  void waitsNoLongerThanItMay() throws Exception {
    try (RawServer silent = new RawServer(out -> {});
        RawServer drips = new RawServer(TilesVisitTest::drip)) {
      for (int port : new int[] {silent.port(), drips.port()}) {
        assertFails(
            "in time",
            () -> visit("http://127.0.0.1:" + port, Duration.ofMillis(300)).checkpoint());
      }
      assertTrue(drips.connections() <= 1, "a slow answer is not asked for again");
    }
  }

  private static void drip(OutputStream out) throws IOException, InterruptedException {
    out.write(
        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    while (true) {
      out.write('x');
      out.flush();
      Thread.sleep(20);
    }
  }

  @Test
  void refusesWhatIsNotHttp() throws Exception {
    try (RawServer garbage =
        new RawServer(out -> out.write("garbage\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))) {
      String url = "http://127.0.0.1:" + garbage.port();
      assertFails("failed", () -> visit(url, SOON).checkpoint());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost"})
  void connectsToNoPrivateAddress(String host) throws Exception {
    try (Sources strict = new Sources(new AddressGuard(false))) {
      PollUrl url = PollUrl.parse("http://" + host + ":" + server.port() + "/log/");
      Visit visit = strict.of(url, GrowingLog.ORIGIN).visit(SOON);
      assertFails("may not be polled", visit::checkpoint);
      assertEquals(0, server.requested().size());
    }
  }

  private static void assertFails(String wanted, Executable what) {
    FetchException failure = assertThrows(FetchException.class, what);
    String said = String.valueOf(failure.getMessage());
    assertTrue(said.contains(wanted), said);
    assertTrue(said.indexOf('\n') < 0, said);
  }
}
