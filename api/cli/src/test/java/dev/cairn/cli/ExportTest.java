package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.client.tiles.TiledLogReader;
import dev.cairn.client.tiles.TilesLocation;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.tiles.TileCache;
import dev.cairn.tree.tiles.TiledTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cairn export}, and {@code cairn mirror} of what it has written. */
final class ExportTest {
  @TempDir Path temp;
  private StoppedLog log;
  private Path tiles;

  @BeforeEach
  void init() throws Exception {
    log = new StoppedLog(temp.resolve("log"));
    tiles = temp.resolve("tiles");
  }

  @Test
  void writesEveryFileOfTheLogAndNoOther() throws Exception {
    for (int size : new int[] {1, 255, 256, 257, 65_535, 65_536, 65_537, 70_000}) {
      log.grow(size);
      Path fresh = temp.resolve("tiles" + size);
      Cli export = export(fresh);
      TilesOracle oracle = new TilesOracle(log.entries());
      oracle.assertIs(fresh);
      String wanted = "exported example.com/log: size %d, root ".formatted(size);
      assertTrue(export.out().startsWith(wanted), export.out());
      assertTrue(export.out().contains("; %,d file".formatted(oracle.count())), export.out());
    }
  }

  @Test
  void addsWhatIsNew() throws Exception {
    log.grow(500);
    var _ = export(tiles);
    log.grow(600);
    Cli more = export(tiles, "--json");
    assertTrue(more.out().contains("\"files_written\":5"), more.out());
    assertTrue(more.out().contains("\"files_reused\":2"), more.out());
    new TilesOracle(log.entries()).assertWithin(tiles);
    assertFalse(Files.exists(tiles.resolve("tile/0/001.p")), "full by now");
    assertFalse(Files.exists(tiles.resolve("tile/entries/001.p")), "full by now");
    assertTrue(Files.exists(tiles.resolve("tile/1/000.p/1")), "published, and not full");
    Cli same = export(tiles, "--json");
    assertTrue(same.out().contains("\"files_written\":0"), same.out());
    assertTrue(same.out().contains("\"moved\":false"), same.out());
  }

  @Test
  void endsAtThePublishedHead() throws Exception {
    log.grow(300);
    TilesOracle oracle = new TilesOracle(log.entries());
    log.growUnpublished(700);
    var _ = export(tiles);
    oracle.assertIs(tiles);
  }

  @Test
  void isNoContradictionIfTheFolderIsAheadOfTheWitnesses() throws Exception {
    log.grow(300);
    log.witness();
    log.grow(600);
    Cli signed = export(tiles, "--signed");
    assertTrue(signed.out().contains("size 600"), signed.out());
    Cli witnessed = export(tiles);
    String wanted = "already has the log up to size 600; nothing to do";
    assertTrue(witnessed.out().contains(wanted), witnessed.out());
    assertTrue(export(tiles, "--json").out().contains("\"moved\":false"));
    new TilesOracle(log.entries()).assertIs(tiles);
  }

  @Test
  void canBeServedByAnyWebServer() throws Exception {
    log.grow(700);
    var _ = export(tiles);
    try (StaticServer server = new StaticServer(tiles);
        TiledLogReader reader = TiledLogReader.open(TilesLocation.parse(server.url()))) {
      SignedCheckpoint head = SignedCheckpoint.open(reader.checkpoint(), log.key());
      TiledTree tree = new TiledTree(head.head(), reader, new TileCache(10));
      assertEquals("entry 699", new String(tree.entries(2).entry(187), StandardCharsets.UTF_8));
      Path copy = temp.resolve("copy");
      Cli mirror = mirror(server.url(), copy);
      assertEquals(0, mirror.exitCode(), mirror.err());
      assertTrue(mirror.out().startsWith("mirrored example.com/log: size 700"), mirror.out());
      new TilesOracle(log.entries()).assertIs(copy);
      Cli audit =
          Cli.run(
              "audit",
              "--tiles",
              copy.toString(),
              "--vkey",
              log.key().toString(),
              "--entries",
              "--state",
              temp.resolve("state").toString());
      assertEquals(0, audit.exitCode(), audit.err());
    }
    Cli gone = mirror("http://127.0.0.1:1/", temp.resolve("none"));
    assertEquals(3, gone.exitCode(), gone.err());
  }

  @Test
  void keepsEvidenceOfAnotherHistory() throws Exception {
    log.grow(300);
    var _ = export(tiles);
    // The same key and another history: the store of a log that was restored and went on.
    Path older = temp.resolve("older");
    Cli first = mirror(tiles.toString(), older);
    assertEquals(0, first.exitCode(), first.err());
    log.grow(400);
    var _ = export(tiles);
    Cli second = mirror(tiles.toString(), temp.resolve("newer"));
    assertEquals(0, second.exitCode(), second.err());
    Cli back = mirror(older.toString(), temp.resolve("newer"));
    assertEquals(1, back.exitCode(), back.out());
    assertTrue(back.err().contains("the log went back"), back.err());
    Path evidence = Path.of(back.err().strip().replaceFirst("(?s).*evidence: ", ""));
    assertTrue(Files.isRegularFile(evidence), back.err());
    new TilesOracle(log.entries()).assertIs(temp.resolve("newer"));
  }

  @Test
  void refusesWhatItCannotUse() throws Exception {
    log.grow(10);
    Cli noLog = Cli.run("export", "--data", temp.toString(), "--tiles", tiles.toString());
    assertEquals(2, noLog.exitCode(), noLog.err());
    assertFalse(Files.exists(tiles));
    Files.createDirectories(tiles);
    Files.writeString(tiles.resolve("notes.txt"), "mine");
    Cli other = Cli.run("export", "--data", log.data().toString(), "--tiles", tiles.toString());
    assertEquals(2, other.exitCode(), other.err());
    assertTrue(other.err().contains("notes.txt"), other.err());
    Files.delete(tiles.resolve("notes.txt"));
    var _ = export(tiles);
    StoppedLog another = new StoppedLog(temp.resolve("another"));
    another.grow(10);
    Cli mixed = Cli.run("export", "--data", another.data().toString(), "--tiles", tiles.toString());
    assertEquals(2, mixed.exitCode(), mixed.err());
    assertTrue(mixed.err().contains("is not one of"), mixed.err());
    Cli noKey = Cli.run("mirror", "--from", tiles.toString(), "--to", temp.resolve("m").toString());
    assertEquals(2, noKey.exitCode(), noKey.err());
  }

  private Cli export(Path to, String... more) {
    String[] arguments = {"export", "--data", log.data().toString(), "--tiles", to.toString()};
    Cli export =
        Cli.run(
            Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new));
    assertEquals(0, export.exitCode(), export.err());
    return export;
  }

  private Cli mirror(String from, Path to) {
    return Cli.run(
        "mirror",
        "--from",
        from,
        "--to",
        to.toString(),
        "--vkey",
        log.key().toString(),
        "--state",
        temp.resolve("state").toString());
  }
}
