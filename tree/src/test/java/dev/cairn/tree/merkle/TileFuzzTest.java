package dev.cairn.tree.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cairn.tree.MalformedException;
import java.nio.charset.StandardCharsets;

/** Whatever text is taken as a tile path is the one path of that tile. */
class TileFuzzTest {
  @FuzzTest
  void parse(byte[] bytes) {
    String path = new String(bytes, StandardCharsets.UTF_8);
    try {
      assertEquals(path, Tile.parse(path).path());
    } catch (MalformedException e) {
      // refused
    }
    try {
      assertEquals(path, Tile.parseEntries(path).entriesPath());
    } catch (MalformedException e) {
      // refused
    }
  }
}
