package dev.cairn.client.tiles;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.client.CheckFailedException;
import dev.cairn.client.HeapMemory;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.UnreachableException;
import dev.cairn.client.audit.AuditPlan;
import dev.cairn.client.audit.AuditProgress;
import dev.cairn.client.audit.Auditor;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.tiles.EntryBundle;
import dev.cairn.tree.tiles.HashTile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that shows a good checkpoint, and lies about one file below it. */
class LyingTilesTest {
  private static final TiledLog LOG = new TiledLog("entry", 600);
  private static final TiledLog OTHER = new TiledLog("other", 600);
  private static final List<String> PATHS =
      List.of(
          "tile/0/000",
          "tile/0/002.p/88",
          "tile/1/000.p/2",
          "tile/entries/001",
          "tile/entries/002.p/88");

  @TempDir Path temp;
  private TilesServer server;

  @BeforeEach
  void start() {
    server = new TilesServer(LOG);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** What is sent for a path instead of the truth. */
  enum Lie {
    TRUNCATED {
      @Override
      void tell(TilesServer server, String path) {
        byte[] truth = truth(LOG, path);
        server.answer(path, Arrays.copyOf(truth, truth.length - 1));
      }
    },
    A_HASH_SHORT {
      @Override
      void tell(TilesServer server, String path) {
        byte[] truth = truth(LOG, path);
        server.answer(path, Arrays.copyOf(truth, truth.length - 32));
      }
    },
    EMPTY {
      @Override
      void tell(TilesServer server, String path) {
        server.answer(path, new byte[0]);
      }
    },
    A_BYTE_LONG {
      @Override
      void tell(TilesServer server, String path) {
        byte[] truth = truth(LOG, path);
        server.answer(path, Arrays.copyOf(truth, truth.length + 1));
      }
    },
    AN_EMPTY_ENTRY_LONG {
      @Override
      void tell(TilesServer server, String path) {
        byte[] truth = truth(LOG, path);
        server.answer(path, Arrays.copyOf(truth, truth.length + 2));
      }
    },
    FLIPPED {
      @Override
      void tell(TilesServer server, String path) {
        byte[] flipped = truth(LOG, path);
        flipped[flipped.length / 2] ^= 0x10;
        server.answer(path, flipped);
      }
    },
    SWAPPED {
      @Override
      void tell(TilesServer server, String path) {
        server.answer(path, truth(LOG, neighbour(path)));
      }
    },
    OF_ANOTHER_HISTORY {
      @Override
      void tell(TilesServer server, String path) {
        server.answer(path, truth(OTHER, path));
      }
    },
    STALE {
      @Override
      void tell(TilesServer server, String path) { // as narrow as it once was
        byte[] truth = truth(LOG, path);
        server.answer(path, path.contains(".p/") ? truth(LOG, narrower(path)) : truth);
        if (!path.contains(".p/")) {
          server.answer(path, Arrays.copyOf(truth, truth.length / 2));
        }
      }
    },
    OVERSIZED {
      @Override
      void tell(TilesServer server, String path) {
        server.answer(path, new byte[tooMany(path)]);
      }
    },
    GZIP_BOMB {
      @Override
      void tell(TilesServer server, String path) {
        byte[] bomb = TilesServer.gzip(new byte[tooMany(path)]);
        server.answer(path, 200, Map.of("Content-Encoding", "gzip"), bomb);
      }
    },
    GZIP_OF_A_LIE {
      @Override
      void tell(TilesServer server, String path) {
        byte[] packed = TilesServer.gzip(truth(OTHER, path));
        server.answer(path, 200, Map.of("Content-Encoding", "gzip"), packed);
      }
    },
    NOT_GZIP {
      @Override
      void tell(TilesServer server, String path) {
        server.answer(path, 200, Map.of("Content-Encoding", "gzip"), truth(LOG, path));
      }
    },
    ANOTHER_ENCODING {
      @Override
      void tell(TilesServer server, String path) {
        server.answer(path, 200, Map.of("Content-Encoding", "deflate"), truth(LOG, path));
      }
    },
    MISSING {
      @Override
      void tell(TilesServer server, String path) {
        server.answer(path, 404, Map.of(), new byte[0]);
      }
    };

    abstract void tell(TilesServer server, String path);
  }

  private static byte[] truth(TiledLog log, String path) {
    try {
      return path.startsWith("tile/entries/")
          ? log.bundle(Tile.parseEntries(path))
          : log.tile(Tile.parse(path));
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  private static int tooMany(String path) {
    return 1 + (path.startsWith("tile/entries/") ? EntryBundle.MAX_BYTES : HashTile.MAX_BYTES);
  }

  private static String neighbour(String path) {
    return switch (path) {
      case "tile/0/000" -> "tile/0/001";
      case "tile/0/002.p/88" -> "tile/0/001.p/88";
      case "tile/1/000.p/2" -> "tile/0/000.p/2";
      case "tile/entries/001" -> "tile/entries/000";
      default -> "tile/entries/001.p/88";
    };
  }

  private static String narrower(String path) {
    return path.endsWith(".p/2") ? path.replace(".p/2", ".p/1") : path.replace(".p/88", ".p/44");
  }

  static Stream<Arguments> liesAboutEachFile() {
    return PATHS.stream()
        .flatMap(path -> Arrays.stream(Lie.values()).map(lie -> Arguments.of(path, lie)));
  }

  @ParameterizedTest
  @MethodSource("liesAboutEachFile")
  void isCaughtAndTheFileNamed(String path, Lie lie) {
    lie.tell(server, path);
    CheckFailedException failure = assertThrows(CheckFailedException.class, this::audit);
    assertNamed(path, failure);
  }

  private void audit() throws LogException {
    try (LogClient client = open(new HeapMemory(), Duration.ofSeconds(5))) {
      AuditPlan plan = AuditPlan.of(temp.resolve("evidence")).withEntries(new HeapMemory());
      var _ = new Auditor(client, plan, AuditProgress.NONE).once();
    }
  }

  private LogClient open(HeapMemory memory, Duration deadline) {
    return LogClient.openTiles(
        TiledClientTest.config(server.location(), LOG).withMemory(memory).withDeadline(deadline));
  }

  private static void assertNamed(String path, LogException failure) {
    String said = String.valueOf(failure.getMessage());
    assertTrue(said.contains(path), said);
    assertTrue(said.indexOf('\n') < 0, said);
  }

  @ParameterizedTest
  @MethodSource("liesAboutEachFile")
  void provesNothingByALie(String path, Lie lie) throws Exception {
    lie.tell(server, path);
    try (LogClient client = open(new HeapMemory(), Duration.ofSeconds(5))) {
      long index = path.contains("002") ? 599 : 0;
      if (path.contains("entries")) {
        index = path.contains("002") ? 599 : 256;
        long wanted = index;
        assertNamed(path, assertThrows(CheckFailedException.class, () -> client.get(wanted)));
        assertEquals(index, client.inclusion(index).index()); // for that, no entry is needed
      } else {
        long wanted = index;
        assertNamed(path, assertThrows(CheckFailedException.class, () -> client.inclusion(wanted)));
      }
    }
  }

  @Test
  void nothingIsRememberedOfALie() throws Exception {
    HeapMemory memory = new HeapMemory();
    TiledLog log = new TiledLog("entry", 300);
    server.serve(log);
    try (LogClient client = open(memory, Duration.ofSeconds(5))) {
      assertEquals(300, client.checkpoint().head().size());
      log.grow(600);
      server.answer("tile/0/001", truth(LOG, "tile/0/000"));
      assertNamed("tile/0/001", assertThrows(CheckFailedException.class, client::checkpoint));
      assertEquals(300, client.remembered().orElseThrow().head().size());
      server.answerTruth();
      assertEquals(600, client.checkpoint().head().size());
      assertArrayEquals(log.entry(599), client.get(599).data());
    }
  }

  @Test
  void saysWhichFileCannotBeHad() {
    for (String path : PATHS) {
      for (int status : new int[] {301, 302, 307, 308, 403, 400, 204, 206}) {
        server.answer(path, status, Map.of("Location", server.url()), new byte[0]);
        assertNamed(path, assertThrows(UnreachableException.class, this::audit));
        server.answerTruth();
      }
    }
  }

  @Test
  void waitsForNoDrip() {
    for (String path : PATHS) {
      server.drip(path);
      try (LogClient client = open(new HeapMemory(), Duration.ofMillis(400))) {
        AuditPlan plan = AuditPlan.of(temp.resolve("evidence")).withEntries(new HeapMemory());
        Auditor auditor = new Auditor(client, plan, AuditProgress.NONE);
        assertNamed(path, assertThrows(UnreachableException.class, auditor::once));
      }
      server.answerTruth();
    }
  }

  @Test
  void asksAgainWhereAFileMayComeLater() throws Exception {
    for (String path : PATHS) {
      server.failNext(path, 2, 503, Map.of("Retry-After", "0"));
    }
    audit();
    for (String path : PATHS) {
      assertEquals(3, server.requested(path), path);
    }
  }
}
