package dev.cairn.tree.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.Keys;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TlogProofTest {
  private static final SigningKey LOG = Keys.log("example.com/log");
  private static final VerifierKey LOG_KEY = LOG.verifierKey();
  private static final Hash A = leaf("a");
  private static final Hash B = leaf("b");
  private static final Hash C = leaf("c");
  private static final Hash AB = new TreeHasher().node(A, B);
  private static final SignedCheckpoint HEAD =
      SignedCheckpoint.sign(
          new Checkpoint("example.com/log", new TreeHead(3, new TreeHasher().node(AB, C))), LOG);
  private static final TlogProof PROOF_OF_B = new TlogProof(1, List.of(A, C), HEAD);

  @Test
  void isWrittenAsTheSpecificationSays() {
    assertEquals(
        "c2sp.org/tlog-proof@v1\nindex 1\n" + A.toBase64() + "\n" + C.toBase64() + "\n\n" + HEAD,
        PROOF_OF_B.toString());
    assertEquals(
        "c2sp.org/tlog-proof@v1\nextra AQI=\nindex 2\n" + AB.toBase64() + "\n\n" + HEAD,
        new TlogProof(2, List.of(AB), HEAD).withExtra(new byte[] {1, 2}).toString());
  }

  @Test
  void givesTheCheckpointItProvesAgainst() throws Exception {
    TlogProof parsed = TlogProof.parse(PROOF_OF_B.toBytes());
    assertEquals(PROOF_OF_B, parsed);
    assertEquals(PROOF_OF_B.hashCode(), parsed.hashCode());
    assertEquals(HEAD, parsed.verify(B, LOG_KEY));
    assertEquals(1, parsed.index());
    assertEquals(List.of(A, C), parsed.hashes());
    assertEquals(HEAD.note(), parsed.note());
    assertArrayEquals(new byte[0], parsed.extra());
    assertThrows(VerificationException.class, () -> parsed.verify(C, LOG_KEY));
    assertThrows(
        VerificationException.class,
        () -> parsed.verify(B, Keys.log("example.com/other").verifierKey()));
  }

  @Test
  void everyFlippedBitIsRefused() throws Exception {
    byte[] good = PROOF_OF_B.toBytes();
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        TlogProof.parse(bad).verify(B, LOG_KEY);
        fail("accepted with bit " + bit + " flipped");
      } catch (MalformedException | VerificationException expected) {
        // Which of the two it is depends on the bit.
      }
    }
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] good = PROOF_OF_B.toBytes();
    for (int length = 0; length < good.length; length++) {
      byte[] bad = Arrays.copyOf(good, length);
      assertThrows(MalformedException.class, () -> TlogProof.parse(bad), "length " + length);
    }
  }

  @Test
  void extraDataIsCarriedAndCopied() throws Exception {
    byte[] extra = "out of band".getBytes(UTF_8);
    TlogProof proof = PROOF_OF_B.withExtra(extra);
    extra[0] = 0;
    proof.extra()[1] = 0;
    assertArrayEquals("out of band".getBytes(UTF_8), TlogProof.parse(proof.toBytes()).extra());
    assertEquals(HEAD, proof.verify(B, LOG_KEY));
    assertNotEquals(PROOF_OF_B, proof);
    assertEquals(PROOF_OF_B, proof.withExtra(new byte[0]));
  }

  @Test
  void refusesWhatCouldNotBeRead() throws Exception {
    assertThrows(IllegalArgumentException.class, () -> new TlogProof(-1, List.of(), HEAD));
    List<Hash> most = Collections.nCopies(63, A);
    TlogProof longest = new TlogProof(Long.MAX_VALUE, most, HEAD);
    assertEquals(longest, TlogProof.parse(longest.toBytes()));
    List<Hash> tooMany = Collections.nCopies(64, A);
    assertThrows(IllegalArgumentException.class, () -> new TlogProof(0, tooMany, HEAD));
    byte[] large = new byte[TlogProof.MAX_BYTES];
    assertThrows(IllegalArgumentException.class, () -> PROOF_OF_B.withExtra(large));
  }

  private static Hash leaf(String entry) {
    return new TreeHasher().leaf(entry.getBytes(UTF_8));
  }
}
