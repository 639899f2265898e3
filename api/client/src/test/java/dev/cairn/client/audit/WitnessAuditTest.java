package dev.cairn.client.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.cairn.client.Evidence;
import dev.cairn.client.Evidence.Kind;
import dev.cairn.client.EvidenceFile;
import dev.cairn.client.FolderMemory;
import dev.cairn.client.LogClient;
import dev.cairn.client.TestLog;
import dev.cairn.client.TestWitnesses;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SigningKey;
import io.grpc.Status;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An auditor of a log and of what its witnesses show. The log has 12 entries. */
@Timeout(60)
class WitnessAuditTest {
  private static final Duration HASTE = Duration.ofMillis(50);

  @TempDir private Path folder;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final List<TestWitnessHttp> shown = new ArrayList<>();
  private TestLog log;
  private TestWitnesses witnesses;
  private LogClient client;

  private final AuditProgress progress =
      new AuditProgress() {
        @Override
        public void head(String source, TreeHead head) {
          told.add(source + " " + head.size());
        }

        @Override
        public void trouble(String source, String reason) {
          told.add(source + ": " + reason);
        }

        @Override
        public void contradicted(AuditOutcome.Contradicted contradiction) {
          told.add("contradicted " + contradiction.evidence().kind());
        }

        @Override
        public void stale(String reason) {
          told.add(reason);
        }

        @Override
        public void fresh() {
          told.add("fresh");
        }
      };

  @BeforeEach
  void start() throws Exception {
    log = TestLog.start();
    log.publish(TestLog.numbered(12));
    witnesses = log.witnessed();
    client = log.client(new FolderMemory(folder.resolve("state")));
    for (int i = 0; i < 3; i++) {
      shown.add(TestWitnessHttp.start());
      shown.get(i).show(witnesses.cosign(log.checkpoint(12), i));
    }
  }

  @AfterEach
  void stop() {
    client.close();
    log.close();
    shown.forEach(TestWitnessHttp::close);
  }

  private WitnessSource source(int witness) {
    return WitnessSource.of(witnesses.key(witness).verifierKey(), shown.get(witness).prefix());
  }

  private AuditPlan plan() {
    return AuditPlan.of(folder.resolve("evidence"))
        .withWitnesses(List.of(source(0), source(1), source(2)))
        .withTimes(HASTE, Duration.ofSeconds(1))
        .withClock(() -> Instant.ofEpochSecond(TestWitnesses.NOW));
  }

  private Auditor auditor() {
    return new Auditor(client, plan(), progress);
  }

  private AuditOutcome.Consistent consistent() throws Exception {
    return assertInstanceOf(AuditOutcome.Consistent.class, auditor().once());
  }

  private Evidence contradicted(AuditOutcome outcome) throws Exception {
    AuditOutcome.Contradicted found = assertInstanceOf(AuditOutcome.Contradicted.class, outcome);
    assertEquals(found.evidence(), EvidenceFile.parse(Files.readAllBytes(found.file())));
    return found.evidence();
  }

  private void becomeOther(int changed, int size) {
    String[] other = TestLog.numbered(size);
    other[changed] = "something else";
    log.become(other);
  }

  @Test
  void allSourcesAgree() throws Exception {
    AuditPlan patient = plan().withTimes(HASTE, Duration.ofSeconds(30));
    AuditOutcome.Consistent outcome =
        assertInstanceOf(
            AuditOutcome.Consistent.class, new Auditor(client, patient, progress).once());
    assertEquals(3, outcome.witnesses().size());
    for (WitnessState state : outcome.witnesses()) {
      assertEquals(log.head(12), state.head().orElseThrow());
      assertEquals(TestWitnesses.NOW, state.cosignedSeconds().orElseThrow());
    }
    assertEquals("/monitor/" + sha256(TestLog.ORIGIN) + "/checkpoint", shown.getFirst().lastPath());
  }

  private static String sha256(String text) throws Exception {
    byte[] hash =
        java.security.MessageDigest.getInstance("SHA-256")
            .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return java.util.HexFormat.of().formatHex(hash);
  }

  @Test
  void aWitnessMayLagAndMayBeAhead() throws Exception {
    shown.get(0).show(witnesses.cosign(log.checkpoint(0), 0));
    log.append("entry 12"); // in the tree, and not published
    shown.get(1).show(witnesses.cosign(log.checkpoint(13), 1));
    assertEquals(13, consistent().witnesses().get(1).head().orElseThrow().size());
    assertEquals(12, consistent().head().head().size(), "the log may still show what it published");
  }

  @Test
  void aForkThatOnlyAWitnessShows() throws Exception {
    ByteString honest = log.checkpoint(12);
    becomeOther(3, 12);
    shown.get(0).show(witnesses.cosign(log.checkpoint(12), 0));
    shown.get(2).show(witnesses.cosign(log.checkpoint(12), 2));
    shown.get(1).show(witnesses.cosign(honest, 1));
    Evidence evidence = contradicted(auditor().once());
    assertEquals(Kind.FORK, evidence.kind());
    assertTrue(evidence.heads().getLast().source().contains("example.com/w1 at http://"));
    assertTrue(evidence.finding().contains("shown by witness example.com/w1"), evidence.finding());
    assertTrue(evidence.cosigners().contains(witnesses.key(1).verifierKey()));
  }

  @Test
  void aLongerForkThatOnlyAWitnessShows() throws Exception {
    log.append("entry 12");
    ByteString split = witnesses.cosign(log.checkpoint(13), 0);
    becomeOther(3, 15);
    for (TestWitnessHttp one : shown) {
      one.show(split);
    }
    Evidence evidence = contradicted(auditor().once());
    assertEquals(Kind.INCONSISTENT, evidence.kind());
    assertEquals(13, evidence.heads().getLast().head().size());
  }

  @Test
  void aLogRolledBackBehindItsWitness() throws Exception {
    log.become(TestLog.numbered(9));
    Evidence evidence = contradicted(auditor().once());
    assertEquals(Kind.ROLLBACK, evidence.kind());
    assertEquals(12, evidence.heads().getFirst().head().size());
    assertTrue(evidence.heads().getFirst().source().startsWith("witness example.com/w0"));
    assertEquals(9, evidence.heads().getLast().head().size());
    assertEquals(List.of(witnesses.key(0).verifierKey()), evidence.cosigners());
  }

  /** The witness's head was proved once; the log stands still at what it published before it. */
  @Test
  void aLogThatNoLongerStandsByWhatAWitnessShows() throws Exception {
    log.append("entry 12", "entry 13");
    shown.get(0).show(witnesses.cosign(log.checkpoint(14), 0));
    Auditor auditor = auditor();
    assertInstanceOf(AuditOutcome.Consistent.class, auditor.once());
    log.become(TestLog.numbered(12));
    assertEquals(Kind.ROLLBACK, contradicted(auditor.once()).kind());
  }

  @Test
  void whatAWitnessShowedIsRemembered() throws Exception {
    log.append("entry 12", "entry 13");
    shown.get(0).show(witnesses.cosign(log.checkpoint(14), 0));
    consistent();
    client.close();
    becomeOther(3, 14);
    client = log.client(new FolderMemory(folder.resolve("state")));
    Auditor later =
        new Auditor(client, AuditPlan.of(folder.resolve("evidence")), AuditProgress.NONE);
    assertEquals(Kind.FORK, contradicted(later.once()).kind());
  }

  @Test
  void whatProvesNothingAgainstTheLogIsTrouble() throws Exception {
    SigningKey stranger = SigningKey.generate("example.com/stranger", KeyType.ED25519_COSIGNATURE);
    var key = witnesses.key(0).verifierKey();
    NoteSignature forged = new NoteSignature(key.name(), key.keyId(), new byte[72]);
    ByteString head = log.checkpoint(12);
    record Case(ByteString note, String why) {}
    for (Case bad :
        List.of(
            new Case(head, "without its cosignature"),
            new Case(witnesses.cosign(head, 1), "without its cosignature"),
            new Case(
                witnesses.cosignAt(TestWitnesses.NOW, head, stranger), "without its cosignature"),
            new Case(with(head, forged), "does not verify"),
            new Case(witnesses.cosignAt(TestWitnesses.NOW + 61, head, 0), "in the future"),
            new Case(ByteString.copyFromUtf8("nonsense"), "did not sign"),
            new Case(TestLog.checkpoint(TestLog.newKey(), log.head(12)), "did not sign"))) {
      shown.get(0).show(bad.note());
      WitnessState state = consistent().witnesses().getFirst();
      assertTrue(state.head().isEmpty(), bad.why());
      assertTrue(state.trouble().contains(bad.why()), state.trouble());
    }
  }

  private ByteString with(ByteString note, NoteSignature line) {
    return ByteString.copyFromUtf8(note.toStringUtf8() + line + "\n");
  }

  @Test
  void aWitnessThatGoesBackIsTrouble() throws Exception {
    log.publish("entry 12");
    shown.get(0).show(witnesses.cosign(log.checkpoint(13), 0));
    CompletableFuture<Thread> thread = follow(auditor(), false);
    await("example.com/w0 13");
    shown.get(0).show(witnesses.cosign(log.checkpoint(12), 0));
    await("example.com/w0: it shows size 12 after size 13: it went back");
    end(thread.get());
  }

  @Test
  void badAnswers() throws Exception {
    TestWitnessHttp witness = shown.get(0);
    witness.answer(404);
    assertEquals("it has no cosigned checkpoint of the log", trouble());
    witness.answer(500);
    assertNotAsked("answered 500");
    witness.redirectTo(shown.get(1).prefix());
    int before = shown.get(1).requests();
    assertNotAsked("answered 302; redirects are not followed");
    assertEquals(before + 1, shown.get(1).requests(), "asked for itself only");
    witness.show(ByteString.copyFrom(new byte[WitnessHttp.MAX_BODY_BYTES + 1]));
    assertNotAsked("is larger than 262144 bytes");
    witness.drip();
    assertNotAsked("did not answer in time");
    witness.close();
    assertNotAsked("failed: ConnectException Connection refused");
  }

  private void assertNotAsked(String why) throws Exception {
    String said = trouble();
    assertTrue(said.startsWith("it cannot be asked: http://") && said.endsWith(why), said);
  }

  private String trouble() throws Exception {
    return consistent().witnesses().getFirst().trouble();
  }

  @Test
  void urlsThatAreNoWitnesses() {
    for (String bad :
        List.of("ftp://x/", "file:///etc/passwd", "x", "http:///x", "http://a/?q", "http://u@h/")) {
      assertThrows(
          IllegalArgumentException.class, () -> WitnessSource.unverified(URI.create(bad)), bad);
    }
  }

  private CompletableFuture<Thread> follow(Auditor auditor, boolean goesOn) {
    CompletableFuture<Thread> running = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              running.complete(Thread.currentThread());
              try {
                var found = goesOn ? auditor.guard() : auditor.follow();
                told.add("ended with " + found.evidence().kind());
              } catch (Exception e) {
                told.add("ended with " + e);
              }
            });
    return running;
  }

  /** Also waits: it must not remember anything more once the folder is deleted. */
  private static void end(Thread thread) throws InterruptedException {
    thread.interrupt();
    thread.join();
  }

  private void await(String line) throws InterruptedException {
    String next = told.take();
    while (!next.startsWith(line)) {
      next = told.take();
    }
  }

  @Test
  void followsAllSourcesThroughOutages() throws Exception {
    CompletableFuture<Thread> _ = follow(auditor(), false);
    await("example.com/w1 12");
    int port = shown.get(1).port();
    shown.get(1).close();
    await("example.com/w1: it cannot be asked");
    log.publish("entry 12");
    await("log 13");
    shown.get(2).show(witnesses.cosign(log.checkpoint(13), 2));
    await("example.com/w2 13");
    shown.set(1, TestWitnessHttp.start(port));
    shown.get(1).show(witnesses.cosign(log.checkpoint(13), 1));
    await("example.com/w1 13");
    shown.get(0).show(witnesses.cosign(forkOf(13), 0));
    await("contradicted FORK");
    await("ended with FORK");
  }

  @Test
  void aLogThatIsTooBusyForAProofIsAskedAgain() throws Exception {
    CompletableFuture<Thread> thread = follow(auditor(), false);
    List<String> due = new ArrayList<>(List.of("log 12", "log 12", "example.com/w0 12"));
    while (!due.isEmpty()) { // in any order; the log's head comes again once it is watched
      due.remove(told.take());
    }
    log.append("entry 12"); // which it does not publish
    log.refuse(1, Status.RESOURCE_EXHAUSTED);
    shown.get(0).show(witnesses.cosign(log.checkpoint(13), 0));
    await("example.com/w0: the log refused");
    await("example.com/w0 13");
    end(thread.get());
  }

  /** Another root for a size, signed by the log. */
  private ByteString forkOf(int size) {
    return TestLog.checkpoint(log.signer(), new TreeHead(size, log.head(size - 1).root()));
  }

  @Test
  void guardingGoesOnAfterAContradictionAndTellsOfItOnce() throws Exception {
    CompletableFuture<Thread> thread = follow(auditor(), true);
    await("example.com/w0 12");
    shown.get(0).show(witnesses.cosign(forkOf(12), 0));
    await("contradicted FORK");
    int asked = shown.get(0).requests();
    while (shown.get(0).requests() < asked + 2) { // the fork has been seen again by then
      Thread.onSpinWait();
    }
    log.publish("entry 12");
    await("log 13");
    assertTrue(told.stream().noneMatch(line -> line.startsWith("contradicted")));
    end(thread.get());
    await("ended with dev.cairn.client.UnreachableException");
  }

  @Test
  void staleHeadsAreAnAlarmAndNoContradiction() throws Exception {
    ByteString old = log.checkpoint(12);
    for (int i = 0; i < 3; i++) {
      shown.get(i).show(witnesses.cosignAt(TestWitnesses.NOW - 3_601 - i, old, i));
    }
    AuditPlan plan = plan().withMaxAge(Duration.ofHours(1));
    AuditOutcome.Consistent outcome =
        assertInstanceOf(AuditOutcome.Consistent.class, new Auditor(client, plan, progress).once());
    assertTrue(outcome.stale().orElseThrow().contains("3601 s ago"), outcome.stale().get());

    AuditPlan quorum =
        AuditPlan.of(folder.resolve("evidence"))
            .withPolicy(witnesses.policy(2))
            .withWitnesses(
                witnesses.policy(2).witnesses().stream()
                    .map(w -> WitnessSource.of(w, shown.get(w.name().charAt(1) - '0').prefix()))
                    .toList())
            .withTimes(HASTE, Duration.ofSeconds(1))
            .withClock(() -> Instant.ofEpochSecond(TestWitnesses.NOW))
            .withMaxAge(Duration.ofHours(1));
    CompletableFuture<Thread> thread = follow(new Auditor(client, quorum, progress), false);
    await("stale: the newest cosigned head was cosigned 3602 s ago");
    shown.get(1).show(witnesses.cosign(old, 1));
    shown.get(2).show(witnesses.cosign(old, 2));
    await("fresh");
    end(thread.get());
  }
}
