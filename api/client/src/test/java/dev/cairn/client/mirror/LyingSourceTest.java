package dev.cairn.client.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.client.CheckFailedException;
import dev.cairn.client.Evidence;
import dev.cairn.client.EvidenceCheck;
import dev.cairn.client.LogException;
import dev.cairn.client.Trust;
import dev.cairn.client.UnreachableException;
import dev.cairn.client.tiles.Reading;
import dev.cairn.client.tiles.TiledLog;
import dev.cairn.client.tiles.TiledLogReader;
import dev.cairn.client.tiles.TilesServer;
import dev.cairn.tree.merkle.Tile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over HTTP, from a server that lies. The folder has the log's first 300 entries, honestly. */
@Timeout(30)
class LyingSourceTest {
  private static final int SIZE = 66_000;

  /** Its first 300 entries are what the folder has. */
  private static TiledLog log;

  @TempDir Path temp;
  private TilesServer server;
  private Snapshot before;

  /** How a file is falsified. */
  enum Lie {
    TRUNCATED,
    EMPTY,
    SWAPPED,
    FLIPPED,
    LONGER,
    OVERSIZED,
    GZIP_BOMB,
    STALE,
    MISSING
  }

  @BeforeAll
  static void grow() {
    log = new TiledLog("entry", SIZE);
  }

  @BeforeEach
  void start() throws Exception {
    server = new TilesServer(new TiledLog("entry", 300));
    assertEquals(300, mirror().checkpoint().head().size());
    before = Snapshot.of(copy());
    server.serve(log);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void refusesTilesNamingThem(Lie lie) throws Exception {
    refuses(lie, new Tile(1, 1, 1).path());
    refuses(lie, new Tile(1, 0, 256).path());
    refuses(lie, new Tile(0, 100, 256).path());
  }

  @ParameterizedTest
  @EnumSource
  void refusesBundlesNamingThem(Lie lie) throws Exception {
    refuses(lie, new Tile(0, 100, 256).entriesPath());
    refuses(lie, new Tile(0, 257, 208).entriesPath());
  }

  private void refuses(Lie lie, String path) throws Exception {
    // A copy that was refused for another file may have got this one meanwhile.
    var _ = Files.deleteIfExists(copy().resolve(path));
    byte[] truth = truth(path);
    byte[] flipped = truth.clone();
    flipped[flipped.length / 2] ^= 1;
    switch (lie) {
      case TRUNCATED -> server.answer(path, Arrays.copyOf(truth, truth.length - 1));
      case EMPTY -> server.answer(path, new byte[0]);
      case SWAPPED -> server.answer(path, truth(swapped(path)));
      case FLIPPED -> server.answer(path, flipped);
      case LONGER -> server.answer(path, Arrays.copyOf(truth, truth.length + 1));
      case OVERSIZED -> server.answer(path, new byte[20 << 20]);
      case GZIP_BOMB ->
          server.answer(
              path, 200, Map.of("Content-Encoding", "gzip"), TilesServer.gzip(new byte[18 << 20]));
      case STALE -> server.answer(path, stale(path));
      case MISSING -> server.answer(path, 404, Map.of(), new byte[0]);
    }
    CheckFailedException refused = assertThrows(CheckFailedException.class, this::mirror);
    assertTrue(String.valueOf(refused.getMessage()).contains(path), refused.getMessage());
    assertTrue(refused.evidence().isEmpty());
    Snapshot after = Snapshot.of(copy());
    assertTrue(!after.has(path), "nothing of it is stored");
    assertEquals(300, stored(), "the stored checkpoint is the same");
    server.answerTruth();
  }

  @Test
  void isThereOnceTheServerTellsTheTruth() throws Exception {
    server.answer("tile/0/100", new byte[8_192]);
    assertThrows(CheckFailedException.class, this::mirror);
    server.answerTruth();
    assertEquals(SIZE, mirror().checkpoint().head().size());
    log.write(temp.resolve("wanted"));
    Snapshot wanted = Snapshot.of(temp.resolve("wanted"));
    Snapshot.of(copy()).assertSame(wanted);
  }

  @Test
  void refusesALogThatWentBack() throws Exception {
    server.serve(new TiledLog("entry", 299));
    assertContradiction(Evidence.Kind.ROLLBACK);
  }

  @Test
  void refusesAnotherRoot() throws Exception {
    server.serve(new TiledLog("other", 300));
    Evidence evidence = assertContradiction(Evidence.Kind.FORK);
    assertEquals(EvidenceCheck.Verdict.PROVED, EvidenceCheck.check(evidence));
  }

  @ParameterizedTest
  @ValueSource(longs = {301, 512, 70_000})
  void refusesAnotherHistory(long size) throws Exception {
    TiledLog other = new TiledLog("entry", 299);
    other.growAs("other", size);
    server.serve(other);
    Evidence evidence = assertContradiction(Evidence.Kind.INCONSISTENT);
    assertEquals(EvidenceCheck.Verdict.PROVED, EvidenceCheck.check(evidence));
  }

  @Test
  void refusesACheckpointOfNobody() throws Exception {
    server.answer("checkpoint", "not a note\n".getBytes(StandardCharsets.UTF_8));
    assertThrows(CheckFailedException.class, this::mirror);
    server.answer("checkpoint", new byte[1 << 20]);
    assertThrows(CheckFailedException.class, this::mirror);
    before.assertSame(Snapshot.of(copy()));
  }

  @Test
  void waitsForAServerThatIsAway() throws Exception {
    server.failNext("tile/0/100", 100, 503, Map.of());
    assertThrows(UnreachableException.class, this::mirror);
    assertEquals(300, stored());
    server.answerTruth();
    assertEquals(SIZE, mirror().checkpoint().head().size());
  }

  @Test
  void followsThroughTroubleAndEndsAtAContradiction() throws Exception {
    server.answer("tile/0/100", new byte[8_192]);
    List<String> told = new CopyOnWriteArrayList<>();
    try (TilesFolder folder = TilesFolder.open(copy());
        TiledLogReader reader = reader()) {
      MirrorFollower follower = follower(folder, reader);
      var listener = new Listener(told);
      CheckFailedException end =
          assertThrows(
              CheckFailedException.class, () -> follower.follow(Duration.ofMillis(1), listener));
      assertEquals(Evidence.Kind.ROLLBACK, end.evidence().orElseThrow().kind());
    }
    assertEquals(List.of("trouble", "moved to " + SIZE), told);
    assertEquals(SIZE, stored());
  }

  @Test
  void endsWhenInterrupted() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    try (TilesFolder folder = TilesFolder.open(copy());
        TiledLogReader reader = reader()) {
      MirrorFollower follower = follower(folder, reader);
      Thread thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      follower.follow(Duration.ofHours(1), new Listener(told));
                      told.add("ended");
                    } catch (LogException e) {
                      told.add(e.toString());
                    }
                  });
      for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
          told.isEmpty() && System.nanoTime() < end; ) {
        Thread.sleep(1);
      }
      thread.interrupt();
      assertTrue(thread.join(Duration.ofSeconds(20)));
    }
    assertEquals("ended", told.getLast(), told.toString());
  }

  /** Lets the log tell the truth after a trouble, and go back after a move. */
  private final class Listener implements MirrorFollower.Listener {
    private final List<String> told;

    Listener(List<String> told) {
      this.told = told;
    }

    @Override
    public void looking() {}

    @Override
    public void moved(Mirrored now) {
      told.add("moved to " + now.checkpoint().head().size());
      server.serve(new TiledLog("entry", 10));
    }

    @Override
    public void troubled(LogException failure) {
      told.add("trouble");
      server.answerTruth();
    }
  }

  private Evidence assertContradiction(Evidence.Kind kind) throws IOException {
    CheckFailedException refused = assertThrows(CheckFailedException.class, this::mirror);
    Evidence evidence = refused.evidence().orElseThrow(() -> new AssertionError(refused));
    assertEquals(kind, evidence.kind());
    before.assertSame(Snapshot.of(copy()));
    return evidence;
  }

  private static String swapped(String path) {
    return switch (path) {
      case "tile/0/100" -> "tile/0/101";
      case "tile/entries/100" -> "tile/entries/101";
      case "tile/1/000" -> "tile/0/000";
      case "tile/1/001.p/1" -> "tile/0/257.p/1";
      default -> "tile/entries/256";
    };
  }

  /** As an older tree had it. */
  private byte[] stale(String path) throws Exception {
    boolean isBundle = path.startsWith("tile/entries/");
    Tile tile = isBundle ? Tile.parseEntries(path) : Tile.parse(path);
    if (tile.width() == 1) {
      return new byte[0];
    }
    Tile older = new Tile(tile.level(), tile.index(), tile.width() / 2);
    return isBundle ? log.bundle(older) : log.tile(older);
  }

  private byte[] truth(String path) throws Exception {
    return path.startsWith("tile/entries/")
        ? log.bundle(Tile.parseEntries(path))
        : log.tile(Tile.parse(path));
  }

  private Mirrored mirror() throws LogException {
    try (TilesFolder folder = TilesFolder.open(copy());
        TiledLogReader reader = reader()) {
      return follower(folder, reader).once();
    }
  }

  private MirrorFollower follower(TilesFolder folder, TiledLogReader reader) {
    Mirror mirror = new Mirror(folder, reader, CopyLimits.DEFAULT, (_, _) -> {});
    return new MirrorFollower(reader, new TrustedHeads(new Trust.Pinned(log.vkey())), mirror);
  }

  private TiledLogReader reader() {
    return TiledLogReader.open(
        server.location(), Reading.DEFAULT.withFirstPause(Duration.ofMillis(1)));
  }

  private long stored() throws LogException {
    try (TilesFolder folder = TilesFolder.open(copy())) {
      return folder.checkpoint(log.vkey()).orElseThrow().head().size();
    }
  }

  private Path copy() {
    return temp.resolve("copy");
  }
}
