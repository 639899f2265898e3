package dev.cairn.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.cairn.client.EvidenceCheck.Verdict;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvidenceCheckTest {
  private static final TestTree TREE = TestTree.of(TestLog.bytes(TestLog.numbered(9)));

  private final SigningKey key = TestLog.newKey();
  private final TestWitnesses witnesses = new TestWitnesses(key.verifierKey());

  private Sighting head(long size, long rootOf, String source, int... cosigners) {
    ByteString note = TestLog.checkpoint(key, new TreeHead(size, TREE.prover().root(rootOf)));
    return new Sighting(witnesses.open(witnesses.cosign(note, cosigners)), source);
  }

  private List<VerifierKey> known() {
    return List.of(
        witnesses.key(0).verifierKey(),
        witnesses.key(1).verifierKey(),
        witnesses.key(2).verifierKey());
  }

  @Test
  void onlyAForkIsProvedByTheHeadsAlone() throws Exception {
    Evidence fork = Evidence.fork(head(3, 3, "log"), head(3, 4, "witness w", 1));
    assertEquals(Verdict.PROVED, EvidenceCheck.check(fork));
    assertEquals("", EvidenceCheck.question(fork));
    Evidence rollback = Evidence.rollback(head(5, 5, "witness w"), head(3, 3, "log"));
    Evidence entries = Evidence.entries(head(5, 5, "log").checkpoint(), TREE.prover().root(4));
    Evidence inconsistent =
        Evidence.inconsistent(
            head(3, 3, "log"),
            head(9, 8, "log"),
            TREE.prover().consistency(3, 9),
            new VerificationException("it does not fit"));
    for (Evidence open : List.of(rollback, entries, inconsistent)) {
      assertEquals(Verdict.SIGNED, EvidenceCheck.check(open));
      assertTrue(EvidenceCheck.question(open).startsWith("ask the log"), open.kind()::toString);
    }
  }

  @Test
  void aProofThatHoldsRefutesTheEvidence() {
    Evidence made =
        Evidence.inconsistent(
            head(9, 9, "log"),
            head(3, 3, "log"),
            TREE.prover().consistency(3, 9),
            new VerificationException("as somebody says"));
    assertEquals(Verdict.REFUTED, EvidenceCheck.check(made));
  }

  @Test
  void cosignersAreThoseThatVerify() throws Exception {
    VerifierKey third = known().get(2);
    NoteSignature forged = new NoteSignature(third.name(), third.keyId(), new byte[72]);
    Sighting spoiled = head(3, 4, "witness w", 1);
    Sighting withForgery =
        new Sighting(spoiled.checkpoint().with(List.of(forged)), spoiled.source());
    Evidence fork = Evidence.fork(head(3, 3, "log"), withForgery).withCosigners(known());
    assertEquals(List.of(known().get(1)), fork.cosigners());
    assertEquals(fork, EvidenceFile.parse(EvidenceFile.format(fork)));
    assertEquals("witness w", fork.heads().getLast().source());

    String json = new String(EvidenceFile.format(fork), StandardCharsets.UTF_8);
    String cosigner = known().get(1).toString();
    assertThrows(
        VerificationException.class, () -> parse(json.replace(cosigner, third.toString())));
    assertThrows(
        MalformedException.class, () -> parse(json.replace(cosigner, known().get(0).toString())));
    assertThrows(
        MalformedException.class,
        () -> parse(json.replace(cosigner, key.verifierKey().toString())));
    assertThrows(MalformedException.class, () -> parse(json.replace("\"witness w\"", "\"a\\nb\"")));
  }

  private static Evidence parse(String json) throws Exception {
    return EvidenceFile.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
