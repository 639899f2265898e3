package dev.cairn.tree.note;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.tree.TestVector;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NoteVectorsTest {
  static List<TestVector> vectors() throws IOException, URISyntaxException {
    return TestVector.load("note", 54);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void hasItsVerdict(TestVector vector) throws Throwable {
    vector.run(
        () -> {
          List<String> vkeys = vector.texts("vkeys");
          NoteVerifier[] known = new NoteVerifier[vkeys.size()];
          for (int i = 0; i < known.length; i++) {
            known[i] = VerifierKey.parse(vkeys.get(i)).verifier();
          }
          byte[] bytes = vector.bytes("note");
          SignedNote note = SignedNote.parse(bytes);
          assertArrayEquals(bytes, note.toBytes());
          List<NoteSignature> good = note.verify(known);
          assertEquals(vector.texts("signers"), good.stream().map(NoteSignature::name).toList());
        });
  }
}
