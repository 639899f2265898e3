package dev.cairn.tree.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.tree.TestVector;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Subtree;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SubtreeSignatureVectorsTest {
  static List<TestVector> vectors() throws IOException, URISyntaxException {
    return TestVector.load("subtree-signature", 18);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void hasItsVerdict(TestVector vector) throws Throwable {
    NoteSignature line = NoteSignature.parse(vector.text("line"));
    Hash hash = Hash.parseBase64(vector.text("hash"));
    Subtree subtree =
        new Subtree(Long.parseLong(vector.text("start")), Long.parseLong(vector.text("end")));
    vector.run(
        () -> {
          VerifierKey signer = VerifierKey.parse(vector.text("signer"));
          long time = SubtreeSignature.verify(line, signer, vector.text("origin"), subtree, hash);
          assertEquals(Long.parseLong(vector.text("time")), time);
        });
  }
}
