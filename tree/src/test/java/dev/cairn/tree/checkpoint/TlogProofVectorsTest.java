package dev.cairn.tree.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.tree.TestVector;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TlogProofVectorsTest {
  static List<TestVector> vectors() throws IOException, URISyntaxException {
    return TestVector.load("tlog-proof", 41);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void hasItsVerdict(TestVector vector) throws Throwable {
    Hash leaf =
        vector.has("leaf")
            ? Hash.parseBase64(vector.text("leaf"))
            : new TreeHasher().leaf(vector.bytes("entry"));
    VerifierKey log = VerifierKey.parse(vector.text("vkey"));
    vector.run(
        () -> {
          byte[] bytes = vector.bytes("proof");
          TlogProof proof = TlogProof.parse(bytes);
          assertArrayEquals(bytes, proof.toBytes());
          SignedCheckpoint signed = proof.verify(leaf, log);
          assertEquals(Long.parseLong(vector.text("size")), signed.head().size());
          String extra = vector.has("extra") ? vector.text("extra") : "";
          assertEquals(extra, Base64.getEncoder().encodeToString(proof.extra()));
        });
  }
}
