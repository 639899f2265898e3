package dev.cairn.tree.merkle;

import dev.cairn.tree.TestVector;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Malformed and hostile proofs, and the verdict that each must get. */
class ProofVectorsTest {
  static List<TestVector> inclusionVectors() throws IOException, URISyntaxException {
    return TestVector.load("inclusion", 38);
  }

  static List<TestVector> consistencyVectors() throws IOException, URISyntaxException {
    return TestVector.load("consistency", 29);
  }

  @ParameterizedTest
  @MethodSource("inclusionVectors")
  void inclusion(TestVector vector) throws Throwable {
    JsonNode it = vector.json();
    vector.run(
        () -> {
          Hash leaf =
              it.has("entry")
                  ? new TreeHasher().leaf(Base64.getDecoder().decode(it.get("entry").stringValue()))
                  : Vectors.hash(it.get("leaf"));
          List<Hash> proof = Vectors.hashes(it.get("proof"));
          ProofVerifier.inclusion(Vectors.number(it.get("index")), leaf, Vectors.head(it), proof);
        });
  }

  @ParameterizedTest
  @MethodSource("consistencyVectors")
  void consistency(TestVector vector) throws Throwable {
    JsonNode it = vector.json();
    vector.run(
        () ->
            ProofVerifier.consistency(
                Vectors.head(it.get("first")),
                Vectors.head(it.get("second")),
                Vectors.hashes(it.get("proof"))));
  }
}
