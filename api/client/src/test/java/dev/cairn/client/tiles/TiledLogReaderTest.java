package dev.cairn.client.tiles;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.tiles.EntryBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over HTTP. */
class TiledLogReaderTest {
  private static final Tile FIRST = new Tile(0, 0, 256);
  private static final Reading QUICK =
      Reading.DEFAULT.withTimeout(Duration.ofSeconds(5)).withFirstPause(Duration.ofMillis(1));
  private static final byte[] EMPTY = new byte[0];

  private final TiledLog log = new TiledLog("entry", 300);
  private TilesServer server;
  private TiledLogReader reader;

  @BeforeEach
  void start() {
    server = new TilesServer(log);
    reader = TiledLogReader.open(server.location(), QUICK);
  }

  @AfterEach
  void stop() {
    reader.close();
    server.close();
  }

  @Test
  void readsTheFilesAsTheyAre() throws Exception {
    assertArrayEquals(log.checkpoint().toBytes(), reader.checkpoint());
    assertArrayEquals(log.tile(FIRST), reader.tile(FIRST).orElseThrow());
    assertArrayEquals(log.bundle(FIRST), reader.entries(FIRST).orElseThrow());
    assertEquals(Optional.empty(), reader.tile(new Tile(0, 2, 1)));
    assertEquals(1, server.requested("tile/0/002.p/1"), "a missing file is asked for once");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void asksAgainWhereTheServerMayAnswerLater(int status) throws Exception {
    server.failNext("tile/0/000", 2, status, Map.of());
    assertArrayEquals(log.tile(FIRST), reader.tile(FIRST).orElseThrow());
    assertEquals(3, server.requested("tile/0/000"));
  }

  @Test
  void asksFiveTimesAtMost() {
    server.failNext("checkpoint", 100, 503, Map.of());
    assertUnreadable("checkpoint answered 503", reader::checkpoint);
    assertEquals(5, server.requested("checkpoint"));
  }

  @RepeatedTest(4) // jitter may not make it shorter
  void waitsAsLongAsTheServerAsks() throws Exception {
    server.failNext("checkpoint", 1, 429, Map.of("Retry-After", "1"));
    long began = System.nanoTime();
    assertArrayEquals(log.checkpoint().toBytes(), reader.checkpoint());
    assertTrue(System.nanoTime() - began > Duration.ofMillis(999).toNanos());
  }

  @ParameterizedTest
  @ValueSource(strings = {"3600", "999999999", "Fri, 31 Dec 2999 23:59:59 GMT"})
  void waitsForNobodyForAnHour(String when) {
    server.failNext("checkpoint", 1, 503, Map.of("Retry-After", when));
    assertUnreadable("checkpoint answered 503", reader::checkpoint);
    assertEquals(1, server.requested("checkpoint"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "Wed, 21 Oct 2015 07:28:00 GMT", "soon", "-1", "9999999999", ""})
  void waitsNotAtAllForWhatIsOverOrSaysNothing(String when) throws Exception {
    server.failNext("checkpoint", 1, 503, Map.of("Retry-After", when));
    assertArrayEquals(log.checkpoint().toBytes(), reader.checkpoint());
    assertEquals(2, server.requested("checkpoint"));
  }

  @Test
  void connectsAgainWhereTheConnectionBreaks() throws Exception {
    byte[] answer =
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab".getBytes(StandardCharsets.UTF_8);
    int[] connections = {0};
    try (RawServer flaky =
        new RawServer(
            out -> {
              synchronized (connections) {
                connections[0]++;
                out.write(answer, 0, connections[0] < 3 ? answer.length - 1 : answer.length);
                out.close();
              }
            })) {
      assertArrayEquals("ab".getBytes(StandardCharsets.UTF_8), checkpointAt(flaky, QUICK));
    }
  }

  private static byte[] checkpointAt(RawServer server, Reading reading) throws Exception {
    var location = TilesLocation.parse("http://127.0.0.1:" + server.port());
    try (TiledLogReader other = TiledLogReader.open(location, reading)) {
      return other.checkpoint();
    }
  }

  @Test
  @Timeout(20)
  void waitsNoLongerThanItMay() throws Exception {
    Reading hasty = QUICK.withTimeout(Duration.ofMillis(300));
    try (RawServer silent = new RawServer(out -> {});
        RawServer drips = new RawServer(TiledLogReaderTest::drip)) {
      for (RawServer slow : new RawServer[] {silent, drips}) {
        assertUnreadable("did not answer in time", () -> checkpointAt(slow, hasty));
        assertEquals(1, slow.connections(), "a slow answer is not asked for again");
      }
    }
  }

  private static void drip(java.io.OutputStream out) throws IOException, InterruptedException {
    out.write(
        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    while (true) {
      out.write('x');
      out.flush();
      Thread.sleep(20);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsNoRedirects(int status) {
    try (TilesServer other = new TilesServer(log)) {
      server.answer("tile/0/000", status, Map.of("Location", other.url() + "tile/0/000"), EMPTY);
      assertUnreadable("tile/0/000 answered " + status, () -> reader.tile(FIRST));
      assertEquals(0, other.requested().size());
      assertEquals(1, server.requested("tile/0/000"));
    }
  }

  @Test
  void readsGzipThatNobodyAskedFor() throws Exception {
    Map<String, String> gzip = Map.of("Content-Encoding", "gzip");
    server.answer("tile/entries/000", 200, gzip, TilesServer.gzip(log.bundle(FIRST)));
    assertArrayEquals(log.bundle(FIRST), reader.entries(FIRST).orElseThrow());
  }

  @Test
  void refusesWhatCannotBeTheFileAtOnce() {
    Map<String, String> gzip = Map.of("Content-Encoding", "gzip");
    byte[] bomb = TilesServer.gzip(new byte[EntryBundle.MAX_BYTES + 1]);
    server.answer("tile/0/000", 200, gzip, bomb);
    assertUnusable("tile/0/000", "larger than 8192 bytes", () -> reader.tile(FIRST));
    server.answer("tile/0/000", new byte[200_000]);
    assertUnusable("tile/0/000", "larger than 8192 bytes", () -> reader.tile(FIRST));
    server.answer("tile/entries/000", 200, gzip, bomb);
    assertUnusable("tile/entries/000", "larger than", () -> reader.entries(FIRST));
    server.answer("tile/entries/000", 200, gzip, new byte[9]);
    assertUnusable("tile/entries/000", "not gzip", () -> reader.entries(FIRST));
    server.answer("tile/entries/000", 200, Map.of("Content-Encoding", "br"), new byte[9]);
    assertUnusable("tile/entries/000", "encoding other than gzip", () -> reader.entries(FIRST));
    server.answer("checkpoint", new byte[TiledLogReader.MAX_CHECKPOINT_BYTES + 1]);
    assertUnusable("checkpoint", "larger than", reader::checkpoint);
    assertEquals(1, server.requested("checkpoint"));
  }

  @Test
  void aLongPageForAMissingFileIsNotTheFile() throws Exception {
    server.answer("tile/0/000", 404, Map.of(), new byte[20_000]);
    assertEquals(Optional.empty(), reader.tile(FIRST));
  }

  private static void assertUnreadable(String wanted, Executable what) {
    IOException failure = assertThrows(IOException.class, what);
    String said = String.valueOf(failure.getMessage());
    assertTrue(said.contains(wanted), said);
  }

  private static void assertUnusable(String path, String wanted, Executable what) {
    MalformedException failure = assertThrows(MalformedException.class, what);
    String said = String.valueOf(failure.getMessage());
    assertTrue(said.contains(wanted) && said.startsWith(path), said);
  }

  @Test
  void readsTheLargestBundleThoughGzipMakesItLarger() throws Exception {
    byte[] largest = new byte[EntryBundle.MAX_BYTES];
    new Random(7).nextBytes(largest);
    byte[] packed = TilesServer.gzip(largest);
    assertTrue(packed.length > largest.length + 1_024, "what cannot be packed gets larger");
    Tile tile = new Tile(0, 0, Tile.FULL);
    try (TilesServer server = new TilesServer(new TiledLog("entry", 1));
        TiledLogReader reader = TiledLogReader.open(server.location())) {
      server.answer(tile.entriesPath(), 200, Map.of("Content-Encoding", "gzip"), packed);
      assertArrayEquals(largest, reader.entries(tile).orElseThrow());
    }
  }
}
