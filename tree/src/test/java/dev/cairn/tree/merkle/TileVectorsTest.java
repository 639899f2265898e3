package dev.cairn.tree.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.TestVector;
import dev.cairn.tree.VerificationException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Malformed and hostile tile paths, and the verdict that each must get. */
class TileVectorsTest {
  static List<TestVector> tileVectors() throws IOException, URISyntaxException {
    return TestVector.load("tile", 49);
  }

  @ParameterizedTest
  @MethodSource("tileVectors")
  void tile(TestVector vector) throws Throwable {
    vector.run(() -> parse(vector.json()));
  }

  private static void parse(JsonNode vector) throws MalformedException, VerificationException {
    Tile tile = Tile.parse(vector.get("path").stringValue());
    if (vector.has("size") && !tile.isWithin(Vectors.number(vector.get("size")))) {
      throw new VerificationException(
          tile + " is not within size " + vector.get("size").stringValue());
    }
    assertEquals(vector.get("level").intValue(), tile.level());
    assertEquals(Vectors.number(vector.get("index")), tile.index());
    assertEquals(vector.get("width").intValue(), tile.width());
  }
}
