package dev.cairn.tree.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.tree.TestVector;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossStatementVectorsTest {
  static List<TestVector> vectors() throws IOException, URISyntaxException {
    return TestVector.load("loss", 39);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void hasItsVerdict(TestVector vector) throws Throwable {
    vector.run(
        () -> {
          byte[] note = vector.bytes("note");
          VerifierKey log = VerifierKey.parse(vector.text("vkey"));
          LossStatement loss = LossStatement.open(note, log);
          SignedNote parsed = SignedNote.parse(note);
          assertEquals(parsed.text(), loss.text());
          assertArrayEquals(note, parsed.toBytes());
          assertEquals(log.name(), loss.origin());
          assertEquals(vector.text("kept"), Long.toString(loss.kept().size()));
          assertEquals(vector.text("time"), Long.toString(loss.time()));
          assertEquals(vector.text("reason"), loss.reason());
          assertEquals(vector.text("lost"), Integer.toString(loss.lost().size()));
        });
  }
}
