package dev.cairn.client.tiles;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.client.CheckpointCursor;
import dev.cairn.client.EntryCursor;
import dev.cairn.client.HeapMemory;
import dev.cairn.client.Inclusion;
import dev.cairn.client.LogClient;
import dev.cairn.client.LoggedEntry;
import dev.cairn.client.RefusedException;
import dev.cairn.client.TilesConfig;
import dev.cairn.client.Trust;
import dev.cairn.client.UnreachableException;
import dev.cairn.client.audit.AuditOutcome;
import dev.cairn.client.audit.AuditPlan;
import dev.cairn.client.audit.AuditProgress;
import dev.cairn.client.audit.Auditor;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.policy.WitnessPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole client over honest logs. */
class TiledClientTest {
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  @TempDir Path temp;

  static TilesConfig config(TilesLocation location, TiledLog log) {
    return TilesConfig.of(location, new Trust.Pinned(log.vkey()))
        .withDeadline(DEADLINE)
        .withPoll(Duration.ofMillis(20));
  }

  private AuditPlan plan() {
    return AuditPlan.of(temp.resolve("evidence")).withEntries(new HeapMemory());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 255, 256, 257, 600, 70_000})
  void readsAllOfALog(long size) throws Exception {
    TiledLog log = new TiledLog("entry", size);
    try (TilesServer server = new TilesServer(log);
        LogClient client = LogClient.openTiles(config(server.location(), log))) {
      server.deletePartials();
      assertEquals(log.checkpoint(), client.checkpoint());
      long read = 0;
      try (EntryCursor entries = client.entries(0, size)) {
        for (var next = entries.next(); next.isPresent(); next = entries.next()) {
          assertEquals(read, next.get().index());
          assertArrayEquals(log.entry(read), next.get().data());
          read++;
        }
      }
      assertEquals(size, read);
      AuditOutcome outcome = new Auditor(client, plan(), AuditProgress.NONE).once();
      assertEquals(size, ((AuditOutcome.Consistent) outcome).entries());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 255, 256, 599})
  void provesEntries(long index) throws Exception {
    TiledLog log = new TiledLog("entry", 600);
    log.write(temp.resolve("log"));
    TilesLocation folder = new TilesLocation.Folder(temp.resolve("log"));
    try (LogClient client = LogClient.openTiles(config(folder, log))) {
      LoggedEntry entry = client.get(index);
      assertArrayEquals(log.entry(index), entry.data());
      Inclusion byIndex = client.inclusion(index);
      assertEquals(entry.leafHash(), byIndex.leafHash());
      assertEquals(byIndex.proof(), client.inclusion(entry.leafHash()).proof());
      assertEquals(index, client.inclusion(entry.leafHash()).index());
    }
  }

  @Test
  void provesSeveralEntriesInOneTree() throws Exception {
    TiledLog log = new TiledLog("entry", 600);
    log.write(temp.resolve("log"));
    TilesLocation folder = new TilesLocation.Folder(temp.resolve("log"));
    try (LogClient client = LogClient.openTiles(config(folder, log))) {
      List<Inclusion> proved = client.inclusions(List.of(599L, 0L, 256L, 0L));
      assertEquals(List.of(599L, 0L, 256L, 0L), proved.stream().map(Inclusion::index).toList());
      for (Inclusion inclusion : proved) {
        assertEquals(client.inclusion(inclusion.index()), inclusion);
      }
      assertThrows(RefusedException.class, () -> client.inclusions(List.of(0L, 600L)));
    }
  }

  @Test
  void findsTheLastPlaceOfALeafAndSaysWhereThereIsNone() throws Exception {
    TiledLog log = new TiledLog("entry", 300);
    byte[] twice = log.entry(17);
    log.append(twice);
    log.grow(1_000);
    try (TilesServer server = new TilesServer(log);
        LogClient client = LogClient.openTiles(config(server.location(), log))) {
      assertEquals(300, client.inclusion(new TreeHasher().leaf(twice)).index());
      byte[] nowhere = "nowhere".getBytes(StandardCharsets.UTF_8);
      RefusedException refused =
          assertThrows(
              RefusedException.class, () -> client.inclusion(new TreeHasher().leaf(nowhere)));
      assertEquals("LEAF_HASH_NOT_FOUND", refused.reason());
    }
  }

  @Test
  void asksForNothingThatNoVerifiedCheckpointImplies() throws Exception {
    TiledLog log = new TiledLog("entry", 300);
    TiledLog other = new TiledLog("entry", 300, 9);
    try (TilesServer server = new TilesServer(log);
        LogClient client = LogClient.openTiles(config(server.location(), other))) {
      assertThrows(dev.cairn.client.CheckFailedException.class, () -> client.get(0));
      assertThrows(dev.cairn.client.CheckFailedException.class, client::checkpoint);
      assertEquals(server.requested("checkpoint"), server.requested().size());
    }
    try (TilesServer server = new TilesServer(log);
        LogClient client = LogClient.openTiles(config(server.location(), log))) {
      assertThrows(RefusedException.class, () -> client.get(300));
      assertThrows(RefusedException.class, () -> client.inclusion(300));
      assertEquals(server.requested("checkpoint"), server.requested().size());
      var _ = client.get(299);
      assertTrue(server.requested().contains("tile/entries/001.p/44"));
      assertTrue(server.requested().stream().noneMatch(path -> path.equals("tile/0/001")));
    }
  }

  @Test
  void asksForEachFullTileOnce() throws Exception {
    TiledLog log = new TiledLog("entry", 70_000);
    try (TilesServer server = new TilesServer(log);
        LogClient client = LogClient.openTiles(config(server.location(), log))) {
      for (long index : new long[] {0, 1, 2, 255}) {
        var _ = client.get(index);
      }
      Map<String, Integer> asked = new HashMap<>();
      server.requested().forEach(path -> asked.merge(path, 1, Integer::sum));
      assertEquals(1, asked.get("tile/0/000"), asked::toString);
      assertEquals(1, asked.get("tile/1/000"), asked::toString);
    }
  }

  @Test
  void followsALogThatGrows() throws Exception {
    TiledLog log = new TiledLog("entry", 10);
    try (TilesServer server = new TilesServer(log);
        LogClient client = LogClient.openTiles(config(server.location(), log));
        EntryCursor tail = client.tail(8);
        CheckpointCursor heads = client.watchCheckpoints()) {
      assertEquals(10, heads.next().orElseThrow().head().size());
      for (long index = 8; index < 600; index++) {
        if (index == 10) {
          log.grow(600);
        }
        assertArrayEquals(log.entry(index), tail.next().orElseThrow().data());
      }
      assertEquals(600, heads.next().orElseThrow().head().size());
    }
  }

  @Test
  void provesBetweenHeadsOfThePast() throws Exception {
    TiledLog log = new TiledLog("entry", 70_000);
    try (TilesServer server = new TilesServer(log);
        LogClient client = LogClient.openTiles(config(server.location(), log))) {
      server.deletePartials();
      var _ = client.checkpoint();
      for (long size : new long[] {1, 256, 300, 65_536, 65_537}) {
        TreeHead past = log.head(size);
        assertEquals(
            log.prover().consistency(size, 66_000), client.consistency(past, log.head(66_000)));
      }
    }
  }

  @Test
  void cannotAppend() throws Exception {
    TiledLog log = new TiledLog("entry", 10);
    try (TilesServer server = new TilesServer(log);
        LogClient client = LogClient.openTiles(config(server.location(), log))) {
      RefusedException refused =
          assertThrows(RefusedException.class, () -> client.append(new byte[] {1}));
      assertTrue(String.valueOf(refused.getMessage()).contains("only be read"));
      assertThrows(RefusedException.class, () -> client.appendAll(java.util.List.of(new byte[1])));
    }
  }

  @Test
  void isNotTrustedOnFirstUse() {
    TilesLocation location = new TilesLocation.Folder(temp);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> TilesConfig.of(location, new Trust.FirstUse(new HeapMemory())));
    assertTrue(String.valueOf(refused.getMessage()).contains("does not state its key"));
  }

  @Test
  void findsOutWhichOfAPolicysLogsItIs() throws Exception {
    TiledLog log = new TiledLog("entry", 10);
    TiledLog other = new TiledLog("entry", 10, 9);
    String policy = "log %s\nlog %s\nquorum none\n".formatted(other.vkey(), log.vkey());
    Trust trust = Trust.ByPolicy.of(WitnessPolicy.parse(policy.getBytes(StandardCharsets.UTF_8)));
    try (TilesServer server = new TilesServer(log);
        LogClient client = LogClient.openTiles(TilesConfig.of(server.location(), trust))) {
      assertEquals(log.vkey(), client.trust().key());
      assertArrayEquals(log.entry(3), client.get(3).data());
      assertEquals(java.util.List.of(), client.claimedWitnesses());
    }
  }

  @Test
  void saysWhereALogIsThatCannotBeReached() {
    TiledLog log = new TiledLog("entry", 10);
    TilesLocation nowhere = new TilesLocation.Folder(temp.resolve("nowhere"));
    try (LogClient client = LogClient.openTiles(config(nowhere, log))) {
      UnreachableException failure = assertThrows(UnreachableException.class, client::checkpoint);
      assertTrue(String.valueOf(failure.getMessage()).contains("nowhere"));
      assertThrows(UnreachableException.class, client::awaitReachable);
    }
  }
}
