package dev.cairn.client.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.cairn.client.CheckFailedException;
import dev.cairn.client.Evidence;
import dev.cairn.client.EvidenceFile;
import dev.cairn.client.FolderMemory;
import dev.cairn.client.HeapMemory;
import dev.cairn.client.Lies;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.TestLog;
import dev.cairn.client.UnreachableException;
import dev.cairn.log.v1.GetCheckpointResponse;
import dev.cairn.log.v1.StreamEntriesResponse;
import dev.cairn.tree.merkle.TreeHead;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class AuditorTest {
  @TempDir private Path evidence;
  private final HeapMemory memory = new HeapMemory();
  private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
  private TestLog log;
  private LogClient client;
  private Auditor auditor;

  private final AuditProgress progress =
      new AuditProgress() {
        @Override
        public void head(String source, TreeHead head) {
          told.add(head);
        }

        @Override
        public void trouble(String source, String reason) {
          told.add(source + ": " + reason);
        }
      };

  @BeforeEach
  void start() {
    log = TestLog.start();
    for (int i = 0; i < 6; i++) {
      log.publish("entry " + 2 * i, "entry " + (2 * i + 1));
    }
    client = log.client(memory);
    auditor = auditor(Depth.HEADS, progress);
  }

  private Auditor auditor(Depth depth, AuditProgress listener) {
    AuditPlan plan = AuditPlan.of(evidence);
    return new Auditor(client, depth == Depth.ENTRIES ? plan.withEntries(memory) : plan, listener);
  }

  @AfterEach
  void stop() {
    client.close();
    log.close();
  }

  private List<TreeHead> heads(long... sizes) {
    List<TreeHead> heads = new ArrayList<>();
    for (long size : sizes) {
      heads.add(log.head(size));
    }
    return heads;
  }

  private Evidence kept(AuditOutcome outcome) throws Exception {
    AuditOutcome.Contradicted found = assertInstanceOf(AuditOutcome.Contradicted.class, outcome);
    assertTrue(found.file().startsWith(evidence));
    assertEquals(found.evidence(), EvidenceFile.parse(Files.readAllBytes(found.file())));
    return found.evidence();
  }

  @Test
  void everyKeptHeadIsCompared() throws Exception {
    AuditOutcome outcome = auditor.once();

    assertEquals(heads(0, 2, 4, 6, 8, 10, 12), List.copyOf(told));
    assertEquals(
        new AuditOutcome.Consistent(
            memory.newest(log.vkey()).orElseThrow(), 7, 0, List.of(), Optional.empty()),
        outcome);
    assertEquals(12, memory.newest(log.vkey()).orElseThrow().head().size());
  }

  @Test
  void theNextAuditStartsWhereTheLastEnded() throws Exception {
    auditor.once();
    told.clear();
    log.publish("entry 12");
    log.publish("entry 13");
    auditor(Depth.HEADS, progress).once();
    assertEquals(heads(12, 13, 14), List.copyOf(told));
  }

  @Test
  void everyEntryIsHashedOnce() throws Exception {
    List<Long> done = new ArrayList<>();
    Auditor thorough =
        auditor(
            Depth.ENTRIES,
            new AuditProgress() {
              @Override
              public void entries(long hashed, long goal) {
                done.add(hashed);
              }
            });
    AuditOutcome.Consistent outcome =
        assertInstanceOf(AuditOutcome.Consistent.class, thorough.once());
    assertEquals(12, outcome.entries());
    assertEquals(7, outcome.heads());
    assertEquals(List.of(2L, 4L, 6L, 8L, 10L, 12L), done);

    log.publish("entry 12");
    thorough.once();
    assertEquals(13L, done.getLast());
    assertEquals(7, done.size());
  }

  private AuditOutcome withState(Path state, List<Long> starts) throws Exception {
    FolderMemory kept = new FolderMemory(state);
    try (LogClient next = log.client(kept)) {
      AuditPlan plan = AuditPlan.of(evidence).withEntries(kept);
      AuditProgress listener =
          new AuditProgress() {
            @Override
            public void entries(long done, long goal) {
              starts.add(done);
            }
          };
      return new Auditor(next, plan, listener).once();
    }
  }

  @Test
  void hashingGoesOnWhereAnotherProcessEnded(@TempDir Path state) throws Exception {
    List<Long> done = new ArrayList<>();
    withState(state, done);
    assertEquals(12L, done.getLast());
    done.clear();
    log.publish("entry 12", "entry 13");
    AuditOutcome.Consistent outcome =
        assertInstanceOf(AuditOutcome.Consistent.class, withState(state, done));
    assertEquals(List.of(12L, 14L), done);
    assertEquals(14, outcome.entries());
  }

  @Test
  void damagedProgressIsBegunAnew(@TempDir Path state) throws Exception {
    List<Long> done = new ArrayList<>();
    withState(state, done);
    Path file;
    try (var files = Files.list(state.resolve("entries"))) {
      file = files.filter(one -> one.toString().endsWith(".frontier")).findFirst().orElseThrow();
    }
    byte[] good = Files.readAllBytes(file);
    for (int at = 0; at < good.length; at += 7) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      Files.write(file, bad);
      done.clear();
      assertInstanceOf(AuditOutcome.Consistent.class, withState(state, done));
      assertEquals(2L, done.getFirst(), "byte " + at);
    }
  }

  /** Its heads are forgotten, but not how far the entries of which head were hashed. */
  @Test
  void progressOfAnotherHistoryIsEvidence(@TempDir Path state) throws Exception {
    withState(state, new ArrayList<>());
    try (var files = Files.walk(state.resolve("heads"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    String[] other = TestLog.numbered(14);
    other[3] = "something else";
    log.become(other);
    assertEquals(Evidence.Kind.INCONSISTENT, kept(withState(state, new ArrayList<>())).kind());
  }

  @ParameterizedTest
  @EnumSource
  void aForkIsFound(Depth depth) throws Exception {
    auditor.once();
    String[] other = TestLog.numbered(12);
    other[7] = "something else";
    log.become(other);
    Evidence found = kept(auditor(depth, progress).once());
    assertEquals(Evidence.Kind.FORK, found.kind());
    assertEquals(12, memory.newest(log.vkey()).orElseThrow().head().size());
  }

  @Test
  void aLongerForkIsFound() throws Exception {
    auditor.once();
    String[] other = TestLog.numbered(15);
    other[0] = "something else";
    log.become(other);
    Evidence found = kept(auditor.once());
    assertEquals(Evidence.Kind.INCONSISTENT, found.kind());
    assertEquals(12, found.heads().getFirst().head().size());
    assertEquals(log.head(15), found.heads().getLast().head());
  }

  @Test
  void aLogThatGoesBackIsFound() throws Exception {
    auditor.once();
    log.become(TestLog.numbered(11));
    assertEquals(Evidence.Kind.ROLLBACK, kept(auditor.once()).kind());
  }

  @Test
  void aChangedEntryIsFound() throws Exception {
    assertInstanceOf(AuditOutcome.Consistent.class, auditor.once());
    log.lies()
        .tell(
            StreamEntriesResponse.class,
            truth -> {
              var entry = truth.getEntries(0).toBuilder();
              return truth.toBuilder()
                  .setEntries(0, entry.setData(Lies.flip(entry.getData(), 0)))
                  .build();
            });
    Evidence found = kept(auditor(Depth.ENTRIES, progress).once());
    assertEquals(Evidence.Kind.ENTRIES, found.kind());
    assertEquals(log.head(2), found.heads().getFirst().head());
    log.lies().stop();
    assertInstanceOf(AuditOutcome.Consistent.class, auditor(Depth.ENTRIES, progress).once());
  }

  @Test
  void aBadSignatureIsNoEvidence() throws Exception {
    log.lies()
        .tell(
            GetCheckpointResponse.class,
            truth ->
                truth.toBuilder().setCheckpoint(ByteString.copyFromUtf8("nothing signed")).build());
    assertThrows(CheckFailedException.class, () -> auditor.once());
    try (var files = Files.list(evidence)) {
      assertEquals(0, files.count());
    }
  }

  private CompletableFuture<AuditOutcome.Contradicted> follow(Depth depth) {
    CompletableFuture<AuditOutcome.Contradicted> end = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                end.complete(auditor(depth, progress).follow());
              } catch (LogException e) {
                end.completeExceptionally(e);
              }
            });
    return end;
  }

  private void awaitHead(long size) throws InterruptedException {
    Object next = told.take();
    while (!(next instanceof TreeHead head && head.size() == size)) {
      next = told.take();
    }
  }

  @ParameterizedTest
  @EnumSource
  void followsUntilTheFirstContradiction(Depth depth) throws Exception {
    CompletableFuture<AuditOutcome.Contradicted> end = follow(depth);
    awaitHead(12);
    log.publish("entry 12");
    awaitHead(13);
    log.publish("entry 13", "entry 14");
    awaitHead(15);
    String[] other = TestLog.numbered(16);
    other[3] = "something else";
    log.become(other);
    log.publish("entry 16");
    assertEquals(Evidence.Kind.INCONSISTENT, kept(end.get()).kind());
  }

  @Test
  void followsThroughAnOutage() throws Exception {
    CompletableFuture<AuditOutcome.Contradicted> end = follow(Depth.ENTRIES);
    awaitHead(12);
    int port = log.port();
    log.close();
    Object next = told.take();
    while (!(next instanceof String text && text.startsWith("log: "))) {
      next = told.take();
    }
    log = log.restart(port, TestLog.numbered(13));
    awaitHead(13);
    log.become(TestLog.numbered(3));
    log.publish("entry 3");
    assertEquals(Evidence.Kind.ROLLBACK, kept(end.get()).kind());
  }

  @Test
  void interruptionEndsFollowing() throws Exception {
    CompletableFuture<Thread> running = new CompletableFuture<>();
    CompletableFuture<AuditOutcome.Contradicted> end = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              running.complete(Thread.currentThread());
              try {
                end.complete(auditor.follow());
              } catch (LogException e) {
                end.completeExceptionally(e);
              }
            });
    awaitHead(12);
    running.get().interrupt();
    ExecutionException stopped = assertThrows(ExecutionException.class, end::get);
    assertInstanceOf(UnreachableException.class, stopped.getCause());
  }
}
