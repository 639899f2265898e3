package dev.cairn.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WitnessRuleTest {
  private static final String ORIGIN = "example.com/log";
  private static final int MAX_SIZE = 20;
  private static final TestLog LOG = new TestLog(ORIGIN, MAX_SIZE);
  private static final TestLog FORKED = new TestLog(ORIGIN, MAX_SIZE, "forged");
  private static final WitnessRule RULE = LOG.rule();

  static IntStream sizes() {
    return IntStream.rangeClosed(0, MAX_SIZE);
  }

  /** The status codes of C2SP tlog-witness, as its text orders the checks. */
  private static int statusBySpecification(long known, long old, long size, boolean good) {
    if (old > size) {
      return 400;
    }
    if (old != known) {
      return 409;
    }
    return good ? 200 : 422;
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void everyOldAndNewSizeWithTheRightProof(int known) {
    for (int old = 0; old <= MAX_SIZE; old++) {
      for (int size = 0; size <= MAX_SIZE; size++) {
        List<Hash> proof = old <= size ? LOG.proof(old, size) : LOG.proof(size, old);
        check(known, old, size, proof, LOG.checkpoint(size), /* good= */ true);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void everyNewSizeWithAWrongProof(int known) {
    for (int old = Math.max(0, known - 1); old <= Math.min(known + 1, MAX_SIZE); old++) {
      for (int size = 0; size <= MAX_SIZE; size++) {
        List<Hash> proof = old <= size ? LOG.proof(old, size) : List.of();
        for (List<Hash> wrong : damaged(proof)) {
          check(known, old, size, wrong, LOG.checkpoint(size), /* good= */ false);
        }
      }
    }
  }

  private static List<List<Hash>> damaged(List<Hash> proof) {
    List<List<Hash>> damaged = new ArrayList<>();
    List<Hash> longer = new ArrayList<>(proof);
    longer.add(TreeHasher.EMPTY_ROOT);
    damaged.add(longer);
    if (!proof.isEmpty()) {
      damaged.add(proof.subList(1, proof.size()));
      damaged.add(proof.subList(0, proof.size() - 1));
      List<Hash> other = new ArrayList<>(proof);
      other.set(proof.size() / 2, TreeHasher.EMPTY_ROOT);
      damaged.add(other);
    }
    return damaged;
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void everyOldAndNewSizeOfAForkedLog(int known) {
    for (int old = 0; old <= MAX_SIZE; old++) {
      for (int size = 0; size <= MAX_SIZE; size++) {
        List<Hash> proof = old <= size ? FORKED.proof(old, size) : List.of();
        // A witness without memory takes either history.
        check(known, old, size, proof, FORKED.checkpoint(size), /* good= */ known == 0);
      }
    }
  }

  private static void check(
      int known, int old, int size, List<Hash> proof, SignedCheckpoint checkpoint, boolean good) {
    int status =
        switch (RULE.decide(LOG.head(known), new AddCheckpointRequest(old, proof, checkpoint))) {
          case Decision.Cosign cosign -> {
            assertEquals(checkpoint, cosign.checkpoint());
            assertEquals(checkpoint.head(), cosign.next());
            yield 200;
          }
          case Decision.Conflict conflict -> {
            assertEquals(known, conflict.knownSize());
            yield 409;
          }
          case Decision.Refused refused -> {
            boolean fork = known == size && !checkpoint.head().equals(LOG.head(known));
            assertEquals(
                old <= size && fork, refused.reason() == Decision.Reason.FORK, refused.message());
            yield refused.reason().httpStatus();
          }
        };
    assertEquals(
        statusBySpecification(known, old, size, good),
        status,
        () -> "known " + known + ", old " + old + ", size " + size + ", proof " + proof);
  }

  @Test
  void anAnswerLostAfterPersistingCanBeAskedForAgain() {
    AddCheckpointRequest lost = new AddCheckpointRequest(5, LOG.proof(5, 9), LOG.checkpoint(9));
    TreeHead persisted =
        assertInstanceOf(Decision.Cosign.class, RULE.decide(LOG.head(5), lost)).next();

    Decision retry = RULE.decide(persisted, lost);
    assertEquals(new Decision.Conflict(9), retry);

    Decision again =
        RULE.decide(persisted, new AddCheckpointRequest(9, List.of(), LOG.checkpoint(9)));
    assertEquals(persisted, assertInstanceOf(Decision.Cosign.class, again).next());
  }

  @Test
  void extensionLinesAreRefusedBeforeSizesAreCompared() {
    SignedCheckpoint extended = LOG.sign(new Checkpoint(ORIGIN, LOG.head(9), List.of("extension")));
    Decision.Refused refused =
        assertInstanceOf(
            Decision.Refused.class,
            RULE.decide(LOG.head(5), new AddCheckpointRequest(7, List.of(), extended)));
    assertEquals(Decision.Reason.EXTENSION_LINES, refused.reason());
  }
}
