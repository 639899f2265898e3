package dev.cairn.tree.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Subtree;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.Keys;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MlDsaCheckpointTest {
  private static final String ORIGIN = "example.com/log";
  private static final SigningKey LOG = Keys.log(ORIGIN);
  private static final SigningKey ML_DSA_LOG = Keys.key(ORIGIN, KeyType.ML_DSA_44_COSIGNATURE, 1);
  private static final SigningKey WITNESS = Keys.key("w.example", KeyType.ML_DSA_44_COSIGNATURE, 3);
  private static final Hash ROOT = new TreeHasher().leaf(new byte[0]);
  private static final Checkpoint CHECKPOINT = new Checkpoint(ORIGIN, new TreeHead(1, ROOT));
  private static final Checkpoint EXTENDED =
      new Checkpoint(ORIGIN, new TreeHead(1, ROOT), List.of("more"));

  @Test
  void aLogSigns() throws Exception {
    SignedCheckpoint signed = SignedCheckpoint.sign(CHECKPOINT, ML_DSA_LOG);
    assertEquals(signed, SignedCheckpoint.open(signed.toBytes(), ML_DSA_LOG.verifierKey()));
    assertThrows(IllegalArgumentException.class, () -> SignedCheckpoint.sign(EXTENDED, ML_DSA_LOG));
    assertThrows(
        IllegalArgumentException.class,
        () -> SignedCheckpoint.sign(CHECKPOINT, WITNESS),
        "a name that is not the origin");
  }

  @Test
  void aLogSignsWithTwoKeys() throws Exception {
    SignedCheckpoint one = SignedCheckpoint.sign(CHECKPOINT, LOG);
    assertFalse(one.isSignedBy(ML_DSA_LOG.verifierKey()));
    assertTrue(one.isSignedBy(LOG.verifierKey()));
    SignedCheckpoint other = SignedCheckpoint.sign(CHECKPOINT, ML_DSA_LOG);
    assertTrue(one.with(other.note().signatures()).isSignedBy(ML_DSA_LOG.verifierKey()));
    assertThrows(IllegalArgumentException.class, () -> one.isSignedBy(Keys.log("x").verifierKey()));
  }

  @Test
  void cosignsBesideEd25519() throws Exception {
    SigningKey ed25519 = Keys.witness("w.example");
    SignedCheckpoint signed = SignedCheckpoint.sign(CHECKPOINT, LOG);
    SignedCheckpoint both =
        signed.with(
            List.of(Cosignature.sign(signed, ed25519, 5), Cosignature.sign(signed, WITNESS, 6)));
    assertEquals(OptionalLong.of(5), both.cosignedAt(ed25519.verifierKey()));
    assertEquals(OptionalLong.of(6), both.cosignedAt(WITNESS.verifierKey()));
    assertThrows(
        IllegalArgumentException.class, () -> Cosignature.sign(signed, WITNESS, 0), "time 0");
  }

  @Test
  void refusesWhatItWouldNotCover() {
    VerifierKey key = WITNESS.verifierKey();
    SignedCheckpoint extended = SignedCheckpoint.sign(EXTENDED, LOG);
    assertFalse(Cosignature.covers(key, EXTENDED));
    assertThrows(IllegalArgumentException.class, () -> Cosignature.sign(extended, WITNESS, 1));
    String longest = "a".repeat(255);
    Checkpoint covered = new Checkpoint(longest, TreeHead.EMPTY);
    assertTrue(Cosignature.covers(key, covered));
    assertEquals(
        key.name(),
        Cosignature.sign(SignedCheckpoint.sign(covered, Keys.log(longest)), WITNESS, 1).name());
    Checkpoint tooLong = new Checkpoint(longest + "a", TreeHead.EMPTY);
    SignedCheckpoint signed = SignedCheckpoint.sign(tooLong, Keys.log(longest + "a"));
    assertFalse(Cosignature.covers(key, tooLong));
    assertThrows(IllegalArgumentException.class, () -> Cosignature.sign(signed, WITNESS, 1));
    VerifierKey ed25519 = Keys.witness("w.example").verifierKey();
    assertTrue(Cosignature.covers(ed25519, EXTENDED));
    assertTrue(Cosignature.covers(ed25519, tooLong));
    assertThrows(
        IllegalArgumentException.class, () -> Cosignature.covers(LOG.verifierKey(), CHECKPOINT));
  }

  @Test
  void signsSubtrees() throws Exception {
    VerifierKey key = WITNESS.verifierKey();
    Subtree leaf = new Subtree(4, 5);
    NoteSignature line = SubtreeSignature.sign(WITNESS, ORIGIN, leaf, ROOT, 0);
    assertEquals(0, SubtreeSignature.verify(line, key, ORIGIN, leaf, ROOT));
    assertThrows(
        VerificationException.class,
        () -> SubtreeSignature.verify(line, key, ORIGIN, new Subtree(5, 6), ROOT));
    Subtree prefix = new Subtree(0, 5);
    NoteSignature timed = SubtreeSignature.sign(WITNESS, ORIGIN, prefix, ROOT, 7);
    assertEquals(7, SubtreeSignature.verify(timed, key, ORIGIN, prefix, ROOT));
  }

  @Test
  void aCosignatureIsTheSignatureOfTheWholeTree() throws Exception {
    SignedCheckpoint signed = SignedCheckpoint.sign(CHECKPOINT, LOG);
    NoteSignature line = Cosignature.sign(signed, WITNESS, 8);
    Subtree whole = new Subtree(0, 1);
    assertEquals(8, SubtreeSignature.verify(line, WITNESS.verifierKey(), ORIGIN, whole, ROOT));
    NoteSignature subtree = SubtreeSignature.sign(WITNESS, ORIGIN, whole, ROOT, 9);
    assertEquals(
        OptionalLong.of(9), signed.with(List.of(subtree)).cosignedAt(WITNESS.verifierKey()));
  }

  @Test
  void refusesSubtreesThatTheSpecificationForbids() {
    Subtree leaf = new Subtree(4, 5);
    Subtree prefix = new Subtree(0, 5);
    for (long time : new long[] {1, -1, Long.MIN_VALUE}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> SubtreeSignature.sign(WITNESS, ORIGIN, leaf, ROOT, time));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> SubtreeSignature.sign(WITNESS, ORIGIN, prefix, ROOT, -1));
    for (String origin : new String[] {"", "a\n", "a".repeat(256), "\u00e9".repeat(128)}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> SubtreeSignature.sign(WITNESS, origin, leaf, ROOT, 0),
          origin);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> SubtreeSignature.sign(Keys.witness("w.example"), ORIGIN, leaf, ROOT, 0));
  }
}
