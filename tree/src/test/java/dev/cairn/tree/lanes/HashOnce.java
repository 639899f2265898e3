package dev.cairn.tree.lanes;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A program that calibrates, hashes a leaf and says how. */
final class HashOnce {
  private HashOnce() {}

  public static void main(String[] arguments) {
    Lanes.calibrate();
    byte[] leaf = new byte[BatchHasher.BYTES];
    Lanes.newHasher().leaves(List.of(new byte[3]), leaf, 0);
    boolean lanes =
        Arrays.stream(LaneWidth.values()).anyMatch(width -> Lanes.hasherOf(width).isPresent());
    System.out.printf(
        "%s, %s, %s%n",
        Lanes.description(), lanes ? "lanes" : "no lanes", HexFormat.of().formatHex(leaf));
  }
}
