package dev.cairn.client.tiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.client.CheckFailedException;
import dev.cairn.client.CheckpointCursor;
import dev.cairn.client.EntryCursor;
import dev.cairn.client.Evidence;
import dev.cairn.client.HeapMemory;
import dev.cairn.client.LogClient;
import dev.cairn.client.audit.AuditOutcome;
import dev.cairn.client.audit.AuditPlan;
import dev.cairn.client.audit.AuditProgress;
import dev.cairn.client.audit.Auditor;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose files fit the checkpoint, but not what it showed before. */
class TwoHistoriesTest {
  @TempDir Path temp;
  private final TiledLog log = new TiledLog("entry", 600);
  private TilesServer server;
  private LogClient client;

  @BeforeEach
  void start() throws Exception {
    server = new TilesServer(log);
    client = LogClient.openTiles(TiledClientTest.config(server.location(), log));
    assertEquals(600, client.checkpoint().head().size());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private Evidence evidence() {
    CheckFailedException failure =
        assertThrows(CheckFailedException.class, () -> client.checkpoint());
    return failure.evidence().orElseThrow();
  }

  @Test
  void anOldCheckpointIsARollback() {
    server.serve(new TiledLog("entry", 300));
    assertEquals(Evidence.Kind.ROLLBACK, evidence().kind());
  }

  @Test
  void anotherRootOfOneSizeIsAFork() {
    server.serve(new TiledLog("other", 600));
    assertEquals(Evidence.Kind.FORK, evidence().kind());
  }

  @Test
  void aLargerTreeOfAnotherHistoryIsNotProved() {
    TiledLog fork = new TiledLog("entry", 599);
    fork.growAs("other", 700);
    server.serve(fork);
    Evidence evidence = evidence();
    assertEquals(Evidence.Kind.INCONSISTENT, evidence.kind());
    assertTrue(!evidence.proof().isEmpty(), "the fork's own files prove it");
  }

  @Test
  void whoWatchesSeesItGoBack() throws Exception {
    try (CheckpointCursor heads = client.watchCheckpoints()) {
      assertEquals(600, heads.next().orElseThrow().head().size());
      server.serve(new TiledLog("entry", 300));
      CheckFailedException failure = assertThrows(CheckFailedException.class, heads::next);
      assertEquals(Evidence.Kind.ROLLBACK, failure.evidence().orElseThrow().kind());
    }
  }

  @Test
  void whoTailsSeesItGoBack() throws Exception {
    try (EntryCursor tail = client.tail(599)) {
      assertEquals(599, tail.next().orElseThrow().index());
      server.serve(new TiledLog("entry", 300));
      CheckFailedException failure =
          assertTimeoutPreemptively(
              Duration.ofSeconds(20), () -> assertThrows(CheckFailedException.class, tail::next));
      assertEquals(Evidence.Kind.ROLLBACK, failure.evidence().orElseThrow().kind());
    }
  }

  @Test
  void anAuditorThatFollowsEndsWithEvidence() throws Exception {
    AuditPlan plan = AuditPlan.of(temp.resolve("evidence")).withEntries(new HeapMemory());
    boolean[] seen = new boolean[1];
    AuditProgress swap =
        new AuditProgress() {
          @Override
          public void head(String source, dev.cairn.tree.merkle.TreeHead head) {
            if (!seen[0]) {
              seen[0] = true;
              TiledLog fork = new TiledLog("other", 700);
              server.serve(fork);
            }
          }
        };
    AuditOutcome.Contradicted contradicted = new Auditor(client, plan, swap).follow();
    assertEquals(Evidence.Kind.INCONSISTENT, contradicted.evidence().kind());
  }
}
