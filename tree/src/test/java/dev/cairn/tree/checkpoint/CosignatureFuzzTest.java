package dev.cairn.tree.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cairn.tree.TestVector;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Subtree;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.VerifierKey;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;

class CosignatureFuzzTest {
  private static SignedCheckpoint signed;
  private static VerifierKey witness;
  private static NoteSignature good;

  @BeforeAll
  static void takeTheVectorMadeByGo() throws Exception {
    TestVector vector =
        TestVector.load("cosignature", 1).stream()
            .filter(each -> each.name().equals("ml-dsa-made-by-go.json"))
            .findFirst()
            .orElseThrow();
    VerifierKey log = VerifierKey.parse(vector.text("log"));
    SignedCheckpoint cosigned = SignedCheckpoint.open(vector.bytes("note"), log);
    witness = VerifierKey.parse(vector.text("witness"));
    good = cosigned.note().signatures().getLast();
    String logOnly = cosigned.checkpoint().text() + "\n" + cosigned.note().signatures().getFirst();
    signed = SignedCheckpoint.open((logOnly + "\n").getBytes(UTF_8), log);
  }

  /** Nobody but the key's owner makes a line that verifies; none throws anything else. */
  @FuzzTest
  void mlDsa44(byte[] timed) throws Exception {
    if (timed.length == 0) {
      return;
    }
    NoteSignature line = new NoteSignature(witness.name(), witness.keyId(), timed);
    assertEquals(line, NoteSignature.parse(line.toString()));
    SignedCheckpoint claimed = signed.with(List.of(line));
    if (line.equals(good)) {
      assertEquals(OptionalLong.of(1_700_000_000), claimed.cosignedAt(witness));
    } else {
      assertThrows(VerificationException.class, () -> claimed.cosignedAt(witness));
    }
    assertThrows(
        VerificationException.class,
        () ->
            SubtreeSignature.verify(
                line, witness, "example.com/log", new Subtree(2, 3), signed.head().root()));
  }
}
