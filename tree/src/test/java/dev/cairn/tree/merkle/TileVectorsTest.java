package dev.cairn.tree.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Malformed and hostile tile paths, and the verdict that each must get. */
class TileVectorsTest {
  static List<Named<JsonNode>> tileVectors() throws IOException, URISyntaxException {
    return Vectors.of("tile");
  }

  @ParameterizedTest
  @MethodSource("tileVectors")
  void tile(JsonNode vector) {
    Vectors.check(vector, TileVectorsTest::parse);
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

  @Test
  void noneIsLost() throws IOException, URISyntaxException {
    assertTrue(tileVectors().size() >= 49);
  }
}
