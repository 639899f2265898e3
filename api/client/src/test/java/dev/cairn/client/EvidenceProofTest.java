package dev.cairn.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.cairn.client.EvidenceCheck.Verdict;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.SigningKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a consistency proof that fails proves that the log has forked, and when it does not. */
class EvidenceProofTest {
  private static final int MAX_SIZE = 40;
  private static final SigningKey KEY = TestLog.newKey();

  private static TestTree tree(int size, int changed, long salt) {
    String[] entries = TestLog.numbered(size);
    if (changed < size) {
      entries[changed] = "another " + salt;
    }
    return TestTree.of(TestLog.bytes(entries));
  }

  private static Sighting signed(TreeHead head) {
    return Sighting.ofLog(SignedCheckpoint.sign(new Checkpoint(TestLog.ORIGIN, head), KEY));
  }

  private static Verdict check(Sighting first, Sighting second, List<Hash> proof) {
    VerificationException why = new VerificationException("it does not fit");
    return EvidenceCheck.check(Evidence.inconsistent(first, second, proof, why));
  }

  /** The proof of a log that has forked and proves the branch that it shows now. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theProofOfAnotherHistoryProvesTheFork(long seed) throws Exception {
    Random random = new Random(seed);
    for (int m = 1; m < MAX_SIZE; m++) {
      Sighting old = signed(tree(MAX_SIZE, MAX_SIZE, 0).prover().head(m));
      TestTree fork = tree(MAX_SIZE, random.nextInt(m), seed);
      for (int n = m + 1; n <= MAX_SIZE; n++) {
        Sighting shown = signed(fork.prover().head(n));
        List<Hash> proof = fork.prover().consistency(m, n);
        // The proof from a complete tree leaves out its root: it fits many heads, or none.
        Verdict expected = Long.bitCount(m) == 1 ? Verdict.SIGNED : Verdict.PROVED;
        assertEquals(expected, check(old, shown, proof), m + " to " + n);
        assertEquals(expected, check(shown, old, proof), n + " to " + m);
        for (List<Hash> tampered : tampered(proof, random)) {
          assertEquals(Verdict.SIGNED, check(old, shown, tampered), m + " to " + n);
        }
      }
    }
  }

  /** Nobody can make honest heads look like a fork, whatever they write into the file. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void honestHeadsAreNeverProved(long seed) throws Exception {
    Random random = new Random(seed);
    TestTree honest = tree(MAX_SIZE, MAX_SIZE, 0);
    for (int m = 1; m < MAX_SIZE; m++) {
      Sighting old = signed(honest.prover().head(m));
      TestTree fork = tree(MAX_SIZE, random.nextInt(m), seed);
      for (int n = m + 1; n <= MAX_SIZE; n++) {
        Sighting grown = signed(honest.prover().head(n));
        List<Hash> proof = honest.prover().consistency(m, n);
        assertEquals(Verdict.REFUTED, check(old, grown, proof), m + " to " + n);
        for (List<Hash> tampered : tampered(proof, random)) {
          assertEquals(Verdict.SIGNED, check(old, grown, tampered), m + " to " + n);
        }
        // Its proof fits another larger head; for some sizes it is the honest one by chance.
        assertNotEquals(Verdict.PROVED, check(old, grown, fork.prover().consistency(m, n)));
        int k = 1 + random.nextInt(n - 1);
        assertNotEquals(Verdict.PROVED, check(old, grown, honest.prover().consistency(k, n)));
      }
    }
  }

  /** All with one hash changed, left out, added or moved. */
  private static List<List<Hash>> tampered(List<Hash> proof, Random random) throws Exception {
    List<List<Hash>> all = new ArrayList<>();
    for (int at = 0; at < proof.size(); at++) {
      byte[] bytes = proof.get(at).toBytes();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      List<Hash> changed = new ArrayList<>(proof);
      changed.set(at, Hash.of(bytes));
      all.add(changed);
      List<Hash> shorter = new ArrayList<>(proof);
      shorter.remove(at);
      all.add(shorter);
      List<Hash> longer = new ArrayList<>(proof);
      longer.add(at, proof.get(random.nextInt(proof.size())));
      all.add(longer);
      if (at > 0) {
        List<Hash> moved = new ArrayList<>(proof);
        Collections.swap(moved, at - 1, at);
        all.add(moved);
      }
    }
    return all;
  }

  @Test
  void absurdSizesAndProofsProveNothing() {
    TestTree honest = tree(9, 9, 0);
    Hash some = honest.leaf(0);
    for (long m : new long[] {3, 5, 7, Long.MAX_VALUE - 2, (1L << 62) + 1, 3L << 61 >>> 1}) {
      Sighting old = signed(new TreeHead(m, some));
      Sighting large = signed(new TreeHead(Long.MAX_VALUE, honest.leaf(1)));
      for (int length = 0; length <= 65; length++) {
        assertEquals(Verdict.SIGNED, check(old, large, Collections.nCopies(length, some)));
      }
    }
    Sighting empty = signed(TreeHead.EMPTY);
    Sighting nine = signed(honest.prover().head(9));
    assertEquals(Verdict.REFUTED, check(empty, nine, List.of()));
    assertEquals(Verdict.REFUTED, check(empty, nine, List.of(some)), "it extends nothing");
  }
}
