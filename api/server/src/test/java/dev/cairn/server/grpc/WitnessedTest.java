package dev.cairn.server.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.CheckpointLevel;
import dev.cairn.log.v1.GetCheckpointRequest;
import dev.cairn.log.v1.GetInclusionProofRequest;
import dev.cairn.log.v1.GetLogRequest;
import dev.cairn.log.v1.Receipt;
import dev.cairn.log.v1.WatchCheckpointsRequest;
import dev.cairn.log.v1.WitnessState;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.PublishedMemory;
import dev.cairn.server.log.HeadFiles;
import dev.cairn.server.log.LogSettings;
import dev.cairn.server.log.LossDeclaration;
import dev.cairn.server.witness.TestWitness;
import dev.cairn.server.witness.TestWitness.Manner;
import dev.cairn.server.witness.WitnessSettings;
import dev.cairn.server.witness.WitnessTiming;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.LossStatement;
import dev.cairn.tree.checkpoint.LostHead;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.checkpoint.TlogProof;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.policy.CosignatureTimes;
import dev.cairn.tree.policy.WitnessPolicy;
import dev.cairn.tree.policy.Witnessed;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A log and its witnesses, over real sockets. */
final class WitnessedTest {
  private static final WitnessTiming QUICK =
      new WitnessTiming(
          Duration.ZERO,
          Duration.ofMillis(20),
          Duration.ofMinutes(1),
          Duration.ofMillis(400),
          Duration.ofMillis(1_500),
          Duration.ofMillis(1_500));

  @TempDir Path temp;
  private final SigningKey key = SigningKey.generate(RunningLog.ORIGIN, KeyType.ED25519);
  private final List<TestWitness> witnesses = new ArrayList<>();
  private Path folder;

  @BeforeEach
  void create() throws Exception {
    folder = temp.resolve("log");
    RunningLog.create(folder, key);
    for (int i = 0; i < 3; i++) {
      witnesses.add(new TestWitness("witness" + i, key.verifierKey()));
    }
  }

  @AfterEach
  void close() {
    witnesses.forEach(TestWitness::close);
  }

  private WitnessPolicy policy(String quorum) throws Exception {
    String lines =
        witnesses.stream().map(TestWitness::policyLine).collect(Collectors.joining("\n"));
    String names =
        witnesses.stream().map(witness -> witness.key().name()).collect(Collectors.joining(" "));
    String file =
        "log %s\n%s\ngroup them %s %s\nquorum them\n"
            .formatted(key.verifierKey(), lines, quorum, names);
    return WitnessPolicy.parse(file.getBytes(UTF_8));
  }

  private RunningLog run(String quorum) throws Exception {
    return run(quorum, QUICK);
  }

  private RunningLog run(String quorum, WitnessTiming timing) throws Exception {
    WitnessSettings settings = new WitnessSettings(policy(quorum), timing);
    return new RunningLog(key, folder, LogSettings.DEFAULT.withWitnesses(settings));
  }

  private Witnessed check(byte[] note, String quorum) throws Exception {
    CosignatureTimes times =
        new CosignatureTimes(Instant.now().getEpochSecond(), 60, OptionalLong.of(60));
    return policy(quorum).check(SignedCheckpoint.open(note, key.verifierKey()), times);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "in time");
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static byte[] newest(RunningLog log, CheckpointLevel level) {
    return log.blocking
        .getCheckpoint(GetCheckpointRequest.newBuilder().setLevel(level).build())
        .getCheckpoint()
        .toByteArray();
  }

  private static WitnessState state(RunningLog log, int witness) {
    return log.blocking.getLog(GetLogRequest.getDefaultInstance()).getWitnesses(witness);
  }

  @Test
  void aWitnessedReceiptIsACompleteOfflineProof() throws Exception {
    try (RunningLog log = run("2")) {
      for (int i = 0; i < 20; i++) {
        Receipt receipt = log.append("entry " + i, "", AckLevel.ACK_LEVEL_WITNESSED);
        assertEquals(AckLevel.ACK_LEVEL_WITNESSED, receipt.getAck());
        TlogProof proof = TlogProof.parse(receipt.getTlogProof().toByteArray());
        byte[] entry = ("entry " + i).getBytes(UTF_8);
        SignedCheckpoint head = proof.verify(new TreeHasher().leaf(entry), key.verifierKey());
        assertTrue(check(head.toBytes(), "2").cosigned().size() >= 2);
        assertEquals(receipt.getCheckpoint().toStringUtf8(), head.toString());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
  void oneBadWitnessOfThreeStopsNothing(Manner manner) throws Exception {
    witnesses.get(1).behave(manner);
    try (RunningLog log = run("2")) {
      for (int i = 0; i < 5; i++) {
        Receipt receipt = log.append("entry " + i, "", AckLevel.ACK_LEVEL_WITNESSED);
        assertEquals(AckLevel.ACK_LEVEL_WITNESSED, receipt.getAck());
        Witnessed witnessed = check(receipt.getCheckpoint().toByteArray(), "2");
        assertTrue(
            witnessed.cosigned().keySet().stream().noneMatch(w -> w.name().equals("witness1")));
      }
      await(() -> state(log, 1).hasLateSince());
      assertFalse(state(log, 1).getTrouble().isEmpty());
      assertFalse(state(log, 0).hasLateSince());
      assertTrue(log.log.stoppedBy().isEmpty());
      witnesses.get(1).behave(Manner.PLAIN);
      if (manner != Manner.SILENT && manner != Manner.DRIPPING) { // those hold their threads
        await(() -> !state(log, 1).hasLateSince());
      }
    }
  }

  @Test
  void withoutAQuorumNothingIsWitnessedAndTheLowerLevelIsTold() throws Exception {
    try (RunningLog log = run("2")) {
      Receipt before = log.append("before", "", AckLevel.ACK_LEVEL_WITNESSED);
      witnesses.get(0).behave(Manner.SILENT);
      witnesses.get(1).behave(Manner.BROKEN);
      Receipt late = log.append("late", "", AckLevel.ACK_LEVEL_WITNESSED);
      assertEquals(AckLevel.ACK_LEVEL_SIGNED, late.getAck());
      assertEquals(2, log.open(late.getCheckpoint()).head().size());
      assertTrue(late.getTlogProof().isEmpty());
      assertTrue(late.getWaited().getSeconds() >= 1, late.getWaited().toString());
      byte[] witnessed = newest(log, CheckpointLevel.CHECKPOINT_LEVEL_WITNESSED);
      assertEquals(
          log.open(before.getCheckpoint()).head(), check(witnessed, "2").checkpoint().head());
      StatusRuntimeException refused =
          assertThrows(
              StatusRuntimeException.class,
              () ->
                  log.blocking.getInclusionProof(
                      GetInclusionProofRequest.newBuilder()
                          .setIndex(1)
                          .setLevel(CheckpointLevel.CHECKPOINT_LEVEL_WITNESSED)
                          .build()));
      assertEquals("QUORUM_LATE", RunningLog.info(refused).getReason());
    }
  }

  @Test
  void aCheckpointOfASizeThatNoQuorumCosignedIsNotGivenAsWitnessed() throws Exception {
    try (RunningLog log = run("2")) {
      log.append("a", "", AckLevel.ACK_LEVEL_WITNESSED);
      witnesses.get(0).behave(Manner.BROKEN);
      witnesses.get(1).behave(Manner.BROKEN);
      log.append("b", "", AckLevel.ACK_LEVEL_SIGNED);
      GetCheckpointRequest.Builder ofTwo = GetCheckpointRequest.newBuilder().setTreeSize(2);
      assertEquals(
          2, log.open(log.blocking.getCheckpoint(ofTwo.build()).getCheckpoint()).head().size());
      ofTwo.setLevel(CheckpointLevel.CHECKPOINT_LEVEL_WITNESSED);
      StatusRuntimeException refused =
          assertThrows(
              StatusRuntimeException.class, () -> log.blocking.getCheckpoint(ofTwo.build()));
      assertEquals("CHECKPOINT_NOT_FOUND", RunningLog.info(refused).getReason());
    }
  }

  @Test
  void lateCosignaturesAreAdded() throws Exception {
    witnesses.get(2).behave(Manner.BROKEN);
    try (RunningLog log = run("1")) {
      log.append("a", "", AckLevel.ACK_LEVEL_WITNESSED);
      await(() -> state(log, 2).hasLateSince());
      witnesses.get(2).behave(Manner.PLAIN);
      await(() -> state(log, 2).getCosignedSize() == 1);
      await(
          () ->
              new String(newest(log, CheckpointLevel.CHECKPOINT_LEVEL_SIGNED), UTF_8)
                  .contains("witness2"));
      check(newest(log, CheckpointLevel.CHECKPOINT_LEVEL_WITNESSED), "all");
    }
  }

  private static WitnessTiming refreshing(Duration every) {
    return new WitnessTiming(
        Duration.ZERO,
        Duration.ofMillis(20),
        every,
        QUICK.timeout(),
        QUICK.patience(),
        QUICK.startPatience());
  }

  @Test
  void anIdleLogIsCosignedAgainForANewerTime() throws Exception {
    try (RunningLog log = run("all", refreshing(Duration.ofMillis(50)))) {
      log.append("a", "", AckLevel.ACK_LEVEL_WITNESSED);
      int before = witnesses.get(0).requests();
      await(() -> witnesses.get(0).requests() > before + 3);
      assertEquals(1, witnesses.get(0).known().size());
    }
  }

  @Test
  void anOlderCopyOfTheFolderRefusesToSign() throws Exception {
    Path copy = temp.resolve("copy");
    try (RunningLog log = run("2")) {
      log.append("a", "", AckLevel.ACK_LEVEL_WITNESSED);
    }
    copy(folder, copy);
    try (RunningLog log = run("2")) {
      log.append("b", "", AckLevel.ACK_LEVEL_WITNESSED);
    }
    folder = copy;
    DataFolderException refused =
        assertThrows(
            DataFolderException.class,
            () -> {
              try (RunningLog log = run("2")) {
                log.append("not b", "", AckLevel.ACK_LEVEL_SIGNED);
              }
            });
    assertTrue(String.valueOf(refused.getMessage()).contains("older copy"), refused.toString());
    // The lock is let go, and a start without that policy is the operator's to answer for.
    try (RunningLog log = new RunningLog(key, folder, LogSettings.DEFAULT)) {
      assertEquals(1, log.log.durableSize());
    }
  }

  @Test
  void aSecondHistoryStopsARunningLog() throws Exception {
    try (RunningLog log = run("1")) {
      log.append("a", "", AckLevel.ACK_LEVEL_WITNESSED);
      witnesses.get(2).remember(SignedCheckpoint.sign(checkpoint("other"), key));
      log.append("b", "", AckLevel.ACK_LEVEL_DURABLE);
      await(() -> log.log.stoppedBy().isPresent());
      assertTrue(log.log.stoppedBy().get().contains("two histories"), log.log.stoppedBy().get());
      StatusRuntimeException refused =
          assertThrows(StatusRuntimeException.class, () -> log.append("c"));
      assertEquals("LOG_STOPPED", RunningLog.info(refused).getReason());
      // What is published stays readable.
      newest(log, CheckpointLevel.CHECKPOINT_LEVEL_SIGNED);
    }
  }

  private static Checkpoint checkpoint(String... entries) {
    TreeHasher hasher = new TreeHasher();
    Frontier frontier = new Frontier();
    for (String entry : entries) {
      frontier.append(hasher.leaf(entry.getBytes(UTF_8)), (level, index, hash) -> {});
    }
    TreeHead head = frontier.head();
    return new Checkpoint(RunningLog.ORIGIN, head, List.of());
  }

  @Test
  void untilAQuorumIsHeardNothingIsSigned() throws Exception {
    witnesses.get(0).behave(Manner.BROKEN);
    witnesses.get(1).behave(Manner.BROKEN);
    try (RunningLog log = run("2")) {
      Receipt receipt = log.append("a", "", AckLevel.ACK_LEVEL_SIGNED);
      assertEquals(AckLevel.ACK_LEVEL_DURABLE, receipt.getAck());
      assertEquals(0, log.log.publisher().published().head().size());
      witnesses.get(1).behave(Manner.PLAIN);
      await(() -> log.log.publisher().published().head().size() == 1);
    }
  }

  @Test
  void aWitnessThatIsFoundAheadLaterStopsTheLogBeforeItSigns() throws Exception {
    witnesses.forEach(witness -> witness.behave(Manner.BROKEN));
    try (RunningLog log = run("2")) {
      log.append("a", "", AckLevel.ACK_LEVEL_DURABLE);
      witnesses.get(0).remember(SignedCheckpoint.sign(checkpoint("a", "b"), key));
      witnesses.get(0).behave(Manner.PLAIN);
      await(() -> log.log.stoppedBy().isPresent());
      assertTrue(log.log.stoppedBy().get().contains("older copy"), log.log.stoppedBy().get());
      witnesses.forEach(witness -> witness.behave(Manner.PLAIN));
      assertEquals(0, log.log.publisher().published().head().size());
    }
  }

  @Test
  void aWitnessThatSaysItIsAheadDoesNotPullTheOthersApart() throws Exception {
    witnesses.get(0).behave(Manner.OVERTAKING);
    AtomicBoolean over = new AtomicBoolean();
    try (RunningLog log = run("2");
        ExecutorService busy = Executors.newSingleThreadExecutor()) {
      Future<?> growing =
          busy.submit(
              () -> {
                while (!over.get()) {
                  log.append("grow", "", AckLevel.ACK_LEVEL_SIGNED);
                }
              });
      for (int i = 0; i < 20; i++) {
        Receipt receipt = log.append("entry " + i, "", AckLevel.ACK_LEVEL_WITNESSED);
        assertEquals(AckLevel.ACK_LEVEL_WITNESSED, receipt.getAck());
      }
      over.set(true);
      growing.get();
    }
  }

  @Test
  void aLogBeginsWithWitnessesThatDoNotTrustItYet() throws Exception {
    witnesses.forEach(witness -> witness.behave(Manner.FORBIDDING));
    try (RunningLog log = run("2")) {
      Receipt receipt = log.append("a", "", AckLevel.ACK_LEVEL_SIGNED);
      assertEquals(AckLevel.ACK_LEVEL_SIGNED, receipt.getAck());
      assertTrue(state(log, 0).getTrouble().contains("not my log"), state(log, 0).toString());
    }
  }

  @Test
  void aConflictWithoutASizeIsLookedInto() throws Exception {
    try (RunningLog log = run("1")) {
      log.append("a", "", AckLevel.ACK_LEVEL_WITNESSED);
      witnesses.get(2).remember(SignedCheckpoint.sign(checkpoint("other"), key));
      witnesses.get(2).behave(Manner.CONFLICTING);
      log.append("b", "", AckLevel.ACK_LEVEL_DURABLE);
      await(() -> log.log.stoppedBy().isPresent());
      assertTrue(log.log.stoppedBy().get().contains("two histories"), log.log.stoppedBy().get());
    }
  }

  @Test
  void aHeadOfAnOlderPolicyIsNotGivenAsWitnessed() throws Exception {
    witnesses.get(1).behave(Manner.BROKEN);
    witnesses.get(2).behave(Manner.BROKEN);
    try (RunningLog log = run("1")) {
      log.append("a", "", AckLevel.ACK_LEVEL_WITNESSED);
      log.log.witnessed().orElseThrow().use(policy("2"));
      assertNotWitnessed(log);
    }
    try (RunningLog log = run("2")) {
      assertNotWitnessed(log);
      witnesses.get(1).behave(Manner.PLAIN);
      await(() -> log.log.witnessed().orElseThrow().board().newest().isPresent());
      check(newest(log, CheckpointLevel.CHECKPOINT_LEVEL_WITNESSED), "2");
    }
  }

  private static void assertNotWitnessed(RunningLog log) throws Exception {
    StatusRuntimeException refused =
        assertThrows(
            StatusRuntimeException.class,
            () -> newest(log, CheckpointLevel.CHECKPOINT_LEVEL_WITNESSED));
    assertEquals("QUORUM_LATE", RunningLog.info(refused).getReason());
  }

  @Test
  void cosigningAgainTakesNoCosignatureAway() throws Exception {
    try (RunningLog log = run("2", refreshing(Duration.ofMillis(50)))) {
      log.append("a", "", AckLevel.ACK_LEVEL_WITNESSED);
      await(
          () ->
              new String(newest(log, CheckpointLevel.CHECKPOINT_LEVEL_WITNESSED), UTF_8)
                  .contains("witness2"));
      witnesses.get(2).behave(Manner.BROKEN);
      int before = witnesses.get(0).requests();
      await(() -> witnesses.get(0).requests() > before + 3);
      check(newest(log, CheckpointLevel.CHECKPOINT_LEVEL_WITNESSED), "all");
    }
  }

  @Test
  void whoGivesUpWaitingLeavesNothingBehind() throws Exception {
    witnesses.forEach(witness -> witness.behave(Manner.BROKEN));
    try (RunningLog log = run("2")) {
      log.append("a", "", AckLevel.ACK_LEVEL_WITNESSED);
      assertNotWitnessed(log);
      assertFalse(log.log.publisher().board().isAwaited());
      assertFalse(log.log.witnessed().orElseThrow().board().isAwaited());
    }
  }

  @Test
  void theWitnessedHeadSurvivesARestartWithoutWitnesses() throws Exception {
    byte[] before;
    try (RunningLog log = run("2")) {
      log.append("a", "", AckLevel.ACK_LEVEL_WITNESSED);
      before = newest(log, CheckpointLevel.CHECKPOINT_LEVEL_WITNESSED);
    }
    witnesses.forEach(witness -> witness.behave(Manner.BROKEN));
    try (RunningLog log = run("2")) {
      byte[] after = newest(log, CheckpointLevel.CHECKPOINT_LEVEL_WITNESSED);
      assertEquals(check(before, "2").checkpoint().head(), check(after, "2").checkpoint().head());
    }
  }

  @Test
  void anotherPolicyTakesOverWhileTheLogRuns() throws Exception {
    try (RunningLog log = run("all")) {
      log.append("a", "", AckLevel.ACK_LEVEL_WITNESSED);
      witnesses.get(2).behave(Manner.BROKEN);
      assertEquals(
          AckLevel.ACK_LEVEL_SIGNED, log.append("b", "", AckLevel.ACK_LEVEL_WITNESSED).getAck());
      TestWitness gone = witnesses.removeLast();
      log.log.witnessed().orElseThrow().use(policy("all"));
      assertEquals(
          AckLevel.ACK_LEVEL_WITNESSED, log.append("c", "", AckLevel.ACK_LEVEL_WITNESSED).getAck());
      assertEquals(2, log.blocking.getLog(GetLogRequest.getDefaultInstance()).getWitnessesCount());
      gone.close();
    }
  }

  @Test
  void aWatcherOfWitnessedHeadsSeesNoOthers() throws Exception {
    try (RunningLog log = run("2")) {
      log.append("a", "", AckLevel.ACK_LEVEL_WITNESSED);
      var heads =
          log.blocking.watchCheckpoints(
              WatchCheckpointsRequest.newBuilder()
                  .setLevel(CheckpointLevel.CHECKPOINT_LEVEL_WITNESSED)
                  .build());
      check(heads.next().getCheckpoint().toByteArray(), "2");
      log.append("b", "", AckLevel.ACK_LEVEL_WITNESSED);
      check(heads.next().getCheckpoint().toByteArray(), "2");
    }
  }

  @Test
  void aLogWithoutWitnessesRefusesTheLevel() throws Exception {
    try (RunningLog log = new RunningLog(temp.resolve("plain"))) {
      StatusRuntimeException refused =
          assertThrows(
              StatusRuntimeException.class,
              () -> log.append("a", "", AckLevel.ACK_LEVEL_WITNESSED));
      assertEquals("ack", RunningLog.field(refused));
      refused =
          assertThrows(
              StatusRuntimeException.class,
              () -> newest(log, CheckpointLevel.CHECKPOINT_LEVEL_WITNESSED));
      assertEquals("level", RunningLog.field(refused));
    }
  }

  /** A copy of the folder as it is, in place of the folder that went on. */
  private TreeHead loseOneOfTwo() throws Exception {
    Path copy = temp.resolve("copy");
    try (RunningLog log = run("2")) {
      log.append("a", "", AckLevel.ACK_LEVEL_WITNESSED);
    }
    copy(folder, copy);
    TreeHead lost;
    try (RunningLog log = run("all")) {
      lost = log.open(log.append("b", "", AckLevel.ACK_LEVEL_WITNESSED).getCheckpoint()).head();
    }
    folder = copy;
    return lost;
  }

  private void markRestored() throws Exception {
    try (DataFolder open = DataFolder.open(folder);
        PublishedMemory memory = PublishedMemory.open(open)) {
      open.markRestored(memory.newest().checkpoint());
    }
  }

  private LossStatement declare(SignedCheckpoint... shown) throws Exception {
    LossDeclaration.Evidence evidence =
        new LossDeclaration.Evidence(Optional.empty(), List.of(shown));
    try (LossDeclaration declaration = LossDeclaration.open(DataFolder.open(folder), evidence)) {
      return declaration.declare(key, "burnt", InstantSource.system());
    }
  }

  @Test
  void aRestoredLogTakesAppendsOnceAQuorumKnowsNothingNewer() throws Exception {
    try (RunningLog log = run("2")) {
      log.append("a", "", AckLevel.ACK_LEVEL_WITNESSED);
    }
    markRestored();
    witnesses.forEach(witness -> witness.behave(Manner.BROKEN));
    try (RunningLog log = run("2")) {
      StatusRuntimeException refused =
          assertThrows(StatusRuntimeException.class, () -> log.append("b"));
      assertEquals("LOG_STOPPED", RunningLog.info(refused).getReason());
      assertTrue(refused.toString().contains("quorum of its witnesses"), refused.toString());
      assertEquals(ServingStatus.NOT_SERVING, health(log));
      newest(log, CheckpointLevel.CHECKPOINT_LEVEL_SIGNED);
      witnesses.forEach(witness -> witness.behave(Manner.PLAIN));
      await(() -> log.log.heldBy().isEmpty());
      assertEquals(1, log.append("b", "", AckLevel.ACK_LEVEL_SIGNED).getIndex());
      await(() -> health(log) == ServingStatus.SERVING);
    }
    assertTrue(Files.notExists(folder.resolve("restored")));
  }

  @Test
  void aRestoredLogIsNotReleasedByWitnessesThatSayNothing() throws Exception {
    try (RunningLog log = run("2")) {
      log.append("a", "", AckLevel.ACK_LEVEL_WITNESSED);
    }
    markRestored();
    witnesses.forEach(witness -> witness.behave(Manner.FORBIDDING));
    try (RunningLog log = run("2")) {
      for (int i = 0; i < 3; i++) {
        int witness = i;
        await(() -> state(log, witness).getTrouble().contains("not my log"));
      }
      assertTrue(log.log.heldBy().orElseThrow().contains("quorum of its witnesses"));
      assertThrows(StatusRuntimeException.class, () -> log.append("b"));
      witnesses.forEach(witness -> witness.behave(Manner.PLAIN));
      await(() -> log.log.heldBy().isEmpty());
      assertEquals(1, log.append("b", "", AckLevel.ACK_LEVEL_SIGNED).getIndex());
    }
  }

  @Test
  void aRestoredLogIsNotReleasedByAPolicyWithoutAQuorum() throws Exception {
    try (RunningLog log = run("2")) {
      log.append("a", "", AckLevel.ACK_LEVEL_WITNESSED);
    }
    markRestored();
    String file = witnesses.getFirst().policyLine() + "\nquorum none\n";
    WitnessSettings settings =
        new WitnessSettings(WitnessPolicy.parse(file.getBytes(UTF_8)), QUICK);
    try (RunningLog log =
        new RunningLog(key, folder, LogSettings.DEFAULT.withWitnesses(settings))) {
      await(() -> state(log, 0).getCosignedSize() == 1);
      assertTrue(log.log.heldBy().orElseThrow().contains("quorum none"));
      assertThrows(StatusRuntimeException.class, () -> log.append("b"));
    }
    assertTrue(Files.exists(folder.resolve("restored")));
  }

  @Test
  void aRestoredLogWithAHeadFileWaitsForItsWitnessesToo() throws Exception {
    Path headFile = temp.resolve("head");
    try (DataFolder open = DataFolder.open(folder)) {
      HeadFiles.create(open, headFile);
    }
    markRestored();
    witnesses.forEach(witness -> witness.behave(Manner.BROKEN));
    LogSettings settings =
        LogSettings.DEFAULT
            .withWitnesses(new WitnessSettings(policy("2"), QUICK))
            .withHeadFile(headFile);
    try (RunningLog log = new RunningLog(key, folder, settings)) {
      assertThrows(StatusRuntimeException.class, () -> log.append("a"));
      witnesses.forEach(witness -> witness.behave(Manner.PLAIN));
      await(() -> log.log.heldBy().isEmpty());
      assertEquals(0, log.append("a", "", AckLevel.ACK_LEVEL_SIGNED).getIndex());
    }
  }

  private static ServingStatus health(RunningLog log) {
    return HealthGrpc.newBlockingStub(log.channel)
        .check(HealthCheckRequest.getDefaultInstance())
        .getStatus();
  }

  @Test
  void aRestoredLogThatIsBehindItsWitnessesIsNotStarted() throws Exception {
    loseOneOfTwo();
    markRestored();
    DataFolderException refused = assertThrows(DataFolderException.class, () -> run("2").close());
    assertTrue(String.valueOf(refused.getMessage()).contains("catch-up"), refused.toString());
    assertTrue(Files.exists(folder.resolve("restored")));
  }

  @Test
  void aStoreThatHasWhatItsWitnessesRememberMaySignAgainWhateverItsOwnMemorySays()
      throws Exception {
    try (RunningLog log = run("2")) {
      log.append("a", "", AckLevel.ACK_LEVEL_WITNESSED);
    }
    byte[] memory = Files.readAllBytes(folder.resolve("published"));
    byte[] witnessed = Files.readAllBytes(folder.resolve("witnessed"));
    try (RunningLog log = run("all")) {
      log.append("b", "", AckLevel.ACK_LEVEL_WITNESSED);
    }
    // As after a catch-up: the entries are back, and the memories are those of the backup.
    Files.write(folder.resolve("published"), memory);
    Files.write(folder.resolve("witnessed"), witnessed);
    markRestored();
    try (RunningLog log = run("2")) {
      Receipt receipt = log.append("c", "", AckLevel.ACK_LEVEL_WITNESSED);
      assertEquals(2, receipt.getIndex());
      assertEquals(AckLevel.ACK_LEVEL_WITNESSED, receipt.getAck());
    }
  }

  @Test
  void witnessesOfALostHeadNeitherStopTheLogNorCosignIt() throws Exception {
    TreeHead lost = loseOneOfTwo();
    SignedCheckpoint shown = SignedCheckpoint.sign(new Checkpoint(RunningLog.ORIGIN, lost), key);
    assertEquals(List.of(new LostHead(lost, LostHead.Memory.SHOWN)), declare(shown).lost());
    try (RunningLog log = run("2")) {
      for (int i = 0; i < 3; i++) {
        assertEquals(
            AckLevel.ACK_LEVEL_SIGNED,
            log.append("not b " + i, "", AckLevel.ACK_LEVEL_WITNESSED).getAck());
      }
      await(() -> state(log, 0).getTrouble().contains("declared lost"));
      assertTrue(log.log.stoppedBy().isEmpty());
    }
    witnesses.forEach(witness -> assertEquals(lost, witness.known()));
  }

  @Test
  void aHeadThatNoStatementNamesStillStopsTheLog() throws Exception {
    TreeHead lost = loseOneOfTwo();
    declare(SignedCheckpoint.sign(new Checkpoint(RunningLog.ORIGIN, lost), key));
    // Of the size of the lost one, and of neither history.
    witnesses.get(0).remember(SignedCheckpoint.sign(checkpoint("a", "other"), key));
    DataFolderException refused = assertThrows(DataFolderException.class, () -> run("all").close());
    assertTrue(String.valueOf(refused.getMessage()).contains("two histories"), refused.toString());
  }

  @Test
  void aLossIsNotDeclaredOfAnythingThatNobodyRemembers() throws Exception {
    loseOneOfTwo();
    DataFolderException refused = assertThrows(DataFolderException.class, this::declare);
    assertTrue(String.valueOf(refused.getMessage()).contains("nothing is lost"));
  }

  private static void copy(Path from, Path to) throws Exception {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
