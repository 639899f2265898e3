package dev.cairn.tree.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeHasherTest {
  private final TreeHasher hasher = new TreeHasher();

  @Test
  void hashesNothingToTheEmptyRoot() {
    assertEquals("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", TreeHasher.EMPTY_ROOT.toBase64());
    assertEquals(TreeHasher.EMPTY_ROOT, hasher.fold(List.of()));
  }

  @Test
  void prefixesLeavesWithZeroAndNodesWithOne() {
    assertEquals(
        "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=", hasher.leaf(new byte[0]).toBase64());
    Hash a = leaf("a");
    Hash b = leaf("b");
    Hash c = leaf("c");
    assertEquals("Aippeebat6pa5MPl5F9+l3ESp+Y1k4INvsHsc4ok+Tw=", a.toBase64());
    Hash ab = hasher.node(a, b);
    assertEquals("sTeYX/SE+2ANuTEHx3sDZcgNePW0Kd7Q/Zc2HQd5mes=", ab.toBase64());
    assertEquals("NmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=", hasher.node(ab, c).toBase64());
    assertNotEquals(ab, hasher.node(b, a));
  }

  @Test
  void hashesARangeOfAnArray() {
    byte[] bytes = "xabcx".getBytes(StandardCharsets.UTF_8);
    assertEquals(leaf("abc"), hasher.leaf(bytes, 1, 3));
  }

  @Test
  void isNotLeftHalfwayByABadRange() {
    assertThrows(IndexOutOfBoundsException.class, () -> hasher.leaf(new byte[3], 1, 3));
    assertEquals("Aippeebat6pa5MPl5F9+l3ESp+Y1k4INvsHsc4ok+Tw=", leaf("a").toBase64());
  }

  @Test
  void tellsARepeatedLastLeafFromNone() {
    Hash ab = hasher.node(leaf("a"), leaf("b"));
    assertNotEquals(hasher.node(ab, leaf("c")), hasher.node(ab, hasher.node(leaf("c"), leaf("c"))));
  }

  private Hash leaf(String entry) {
    return hasher.leaf(entry.getBytes(StandardCharsets.UTF_8));
  }
}
