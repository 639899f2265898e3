package dev.cairn.tree.merkle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Malformed and hostile proofs, and the verdict that each must get. */
class ProofVectorsTest {
  static List<Named<JsonNode>> inclusionVectors() throws IOException, URISyntaxException {
    return Vectors.of("inclusion");
  }

  static List<Named<JsonNode>> consistencyVectors() throws IOException, URISyntaxException {
    return Vectors.of("consistency");
  }

  @ParameterizedTest
  @MethodSource("inclusionVectors")
  void inclusion(JsonNode vector) {
    Vectors.check(
        vector,
        it -> {
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
  void consistency(JsonNode vector) {
    Vectors.check(
        vector,
        it ->
            ProofVerifier.consistency(
                Vectors.head(it.get("first")),
                Vectors.head(it.get("second")),
                Vectors.hashes(it.get("proof"))));
  }

  @Test
  void noneIsLost() throws IOException, URISyntaxException {
    assertTrue(inclusionVectors().size() >= 38);
    assertTrue(consistencyVectors().size() >= 29);
  }
}
