package dev.cairn.tree.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.Keys;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SignedCheckpointTest {
  private static final String ORIGIN = "example.com/log";
  private static final SigningKey LOG = Keys.log(ORIGIN);
  private static final VerifierKey LOG_KEY = LOG.verifierKey();
  private static final SigningKey WITNESS = Keys.witness("witness.example/w1");
  private static final Checkpoint CHECKPOINT =
      new Checkpoint(ORIGIN, new TreeHead(1, new TreeHasher().leaf(new byte[0])));

  @Test
  void whatIsSignedOpens() throws Exception {
    SignedCheckpoint signed = SignedCheckpoint.sign(CHECKPOINT, LOG);
    SignedCheckpoint opened = SignedCheckpoint.open(signed.toBytes(), LOG_KEY);
    assertEquals(signed, opened);
    assertEquals(signed.hashCode(), opened.hashCode());
    assertEquals(CHECKPOINT, opened.checkpoint());
    assertEquals(CHECKPOINT.head(), opened.head());
    assertEquals(LOG_KEY, opened.log());
    assertTrue(opened.toString().startsWith(CHECKPOINT.text() + "\n"));
  }

  @Test
  void aLogSignsOnlyItsOwnOrigin() {
    assertThrows(
        IllegalArgumentException.class,
        () -> SignedCheckpoint.sign(CHECKPOINT, Keys.log("example.com/other")));
    assertThrows(
        IllegalArgumentException.class,
        () -> SignedCheckpoint.sign(CHECKPOINT, Keys.witness(ORIGIN)));
  }

  @Test
  void everyFlippedBitOfACosignedCheckpointIsRefused() throws Exception {
    SignedCheckpoint signed = SignedCheckpoint.sign(CHECKPOINT, LOG);
    VerifierKey witness = WITNESS.verifierKey();
    byte[] good = signed.with(List.of(Cosignature.sign(signed, WITNESS, 1))).toBytes();
    assertEquals(OptionalLong.of(1), SignedCheckpoint.open(good, LOG_KEY).cosignedAt(witness));
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        OptionalLong time = SignedCheckpoint.open(bad, LOG_KEY).cosignedAt(witness);
        // A flipped bit in the witness's name or key ID makes the line a stranger's.
        assertEquals(OptionalLong.empty(), time, "accepted with bit " + bit + " flipped");
      } catch (MalformedException | VerificationException expected) {
        // Which of the two it is depends on the bit.
      }
    }
  }

  @Test
  void theLatestCosignatureCounts() throws Exception {
    SignedCheckpoint signed = SignedCheckpoint.sign(CHECKPOINT, LOG);
    SignedCheckpoint thrice =
        signed.with(
            List.of(
                Cosignature.sign(signed, WITNESS, 5),
                Cosignature.sign(signed, WITNESS, Long.MAX_VALUE),
                Cosignature.sign(signed, WITNESS, 7)));
    assertEquals(OptionalLong.of(Long.MAX_VALUE), thrice.cosignedAt(WITNESS.verifierKey()));
    assertEquals(OptionalLong.empty(), signed.cosignedAt(WITNESS.verifierKey()));
    assertNotEquals(signed, thrice);
  }

  @Test
  void aCosignatureIsOfOneCheckpoint() {
    SignedCheckpoint signed = SignedCheckpoint.sign(CHECKPOINT, LOG);
    SignedCheckpoint other =
        SignedCheckpoint.sign(new Checkpoint(ORIGIN, CHECKPOINT.head(), List.of("ext")), LOG);
    NoteSignature cosignature = Cosignature.sign(signed, WITNESS, 5);
    assertThrows(
        VerificationException.class,
        () -> other.with(List.of(cosignature)).cosignedAt(WITNESS.verifierKey()));
  }

  @Test
  void cosigningNeedsATimeAndACosignersKey() {
    SignedCheckpoint signed = SignedCheckpoint.sign(CHECKPOINT, LOG);
    for (long time : new long[] {0, -1, Long.MIN_VALUE}) {
      assertThrows(IllegalArgumentException.class, () -> Cosignature.sign(signed, WITNESS, time));
    }
    SigningKey plain = Keys.key("witness.example/w1", KeyType.ED25519, 3);
    assertThrows(IllegalArgumentException.class, () -> Cosignature.sign(signed, plain, 1));
    assertThrows(IllegalArgumentException.class, () -> Cosignature.verifier(plain.verifierKey()));
  }

  @Test
  void aTimeBeyondItsRangeIsRefusedHoweverItIsWritten() {
    SignedCheckpoint signed = SignedCheckpoint.sign(CHECKPOINT, LOG);
    VerifierKey witness = WITNESS.verifierKey();
    for (String time : new String[] {"-1", "18446744073709551615"}) {
      byte[] message = ("cosignature/v1\ntime " + time + "\n" + CHECKPOINT.text()).getBytes(UTF_8);
      byte[] timed = ByteBuffer.allocate(72).putLong(-1).put(WITNESS.sign(message)).array();
      NoteSignature line = new NoteSignature(witness.name(), witness.keyId(), timed);
      assertThrows(
          VerificationException.class, () -> signed.with(List.of(line)).cosignedAt(witness));
    }
  }

  @Test
  void aLineThatMerelyClaimsToBeTheLogsSpoilsTheNote() {
    SignedCheckpoint signed = SignedCheckpoint.sign(CHECKPOINT, LOG);
    NoteSignature forged = new NoteSignature(ORIGIN, LOG_KEY.keyId(), new byte[64]);
    byte[] note = signed.note().with(List.of(forged)).toBytes();
    assertThrows(VerificationException.class, () -> SignedCheckpoint.open(note, LOG_KEY));
  }

  @Test
  void theLogsOwnKeyIsNoWitness() {
    SignedCheckpoint signed = SignedCheckpoint.sign(CHECKPOINT, LOG);
    SigningKey alias = Keys.key("alias", KeyType.ED25519_COSIGNATURE, 1);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            signed
                .with(List.of(Cosignature.sign(signed, alias, 1)))
                .cosignedAt(alias.verifierKey()));
  }
}
