package dev.cairn.tree.lanes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.tree.lanes.Hashers.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of hasher against the RFC's definition. */
final class BatchHasherTest {
  private static final String ALL = "dev.cairn.tree.lanes.Hashers#all";
  private static final byte UNTOUCHED = 0x5a;

  @ParameterizedTest
  @MethodSource(ALL)
  void knownAnswers(Kind kind) {
    // The leaf hash of nothing, and trees of RFC 6962 implementations' usual test leaves.
    byte[] out = new byte[64];
    kind.hasher().leaves(List.of(new byte[0], new byte[] {0}), out, 0);
    assertEquals(
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
            + "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        HexFormat.of().formatHex(out));
    byte[] root = new byte[32];
    kind.hasher().nodes(out, 0, 1, root, 0);
    assertEquals(
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        HexFormat.of().formatHex(root));
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void leavesOfEveryLengthAroundTheBlocks(Kind kind) {
    Random random = new Random(1);
    List<byte[]> entries = new ArrayList<>();
    for (int length = 0; length < 300; length++) {
      entries.add(Reference.random(random, length));
    }
    Collections.shuffle(entries, random);
    checkLeaves(kind, entries, 0);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void batchesOfEverySize(Kind kind) {
    Random random = new Random(2);
    for (int size = 0; size <= 100; size++) {
      int most = size % 2 == 0 ? 150 : 1;
      List<byte[]> entries = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        entries.add(Reference.random(random, 50 + random.nextInt(most)));
      }
      checkLeaves(kind, entries, random.nextInt(40));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void longEntriesAmongShortOnes(Kind kind) {
    Random random = new Random(3);
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      entries.add(Reference.random(random, random.nextInt(70_001)));
    }
    for (int length : new int[] {0, 1, 65_534, 65_535, 65_536, 69_999, 70_000, 70_400, 80_000}) {
      entries.add(Reference.random(random, length));
    }
    Collections.shuffle(entries, random);
    checkLeaves(kind, entries, 5);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void moreEntriesThanAreOrderedAtOnce(Kind kind) {
    Random random = new Random(4);
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      entries.add(Reference.random(random, random.nextInt(130)));
    }
    checkLeaves(kind, entries, 0);
  }

  private static void checkLeaves(Kind kind, List<byte[]> entries, int offset) {
    byte[] out = untouched(offset + 32 * entries.size() + 7);
    kind.hasher().leaves(entries, out, offset);
    checkOutput(Reference.leaves(entries), out, offset);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void pairs(Kind kind) {
    Random random = new Random(5);
    for (int pairs = 0; pairs <= 100; pairs++) {
      int offset = random.nextInt(70);
      byte[] children = Reference.random(random, offset + 64 * pairs + random.nextInt(5));
      int outOffset = random.nextInt(70);
      byte[] out = untouched(outOffset + 32 * pairs + 9);
      kind.hasher().nodes(children, offset, pairs, out, outOffset);
      checkOutput(Reference.roots(children, offset, pairs, 1), out, outOffset);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void rootsOfEveryHeight(Kind kind) {
    Random random = new Random(6);
    for (int height = 1; height <= 8; height++) {
      for (int count : new int[] {0, 1, 2, 3, 5, 8, 15, 16, 17, 33}) {
        int offset = random.nextInt(50);
        byte[] nodes = Reference.random(random, offset + ((32 * count) << height));
        byte[] out = untouched(3 + 32 * count + 40);
        kind.hasher().roots(nodes, offset, count, height, out, 3);
        checkOutput(Reference.roots(nodes, offset, count, height), out, 3);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void moreHashesThanAreKeptAtOnce(Kind kind) {
    byte[] nodes = Reference.random(new Random(7), 32 * 10_000);
    byte[] out = new byte[32 * 5_000];
    kind.hasher().nodes(nodes, 0, 5_000, out, 0);
    assertArrayEquals(Reference.roots(nodes, 0, 5_000, 1), out);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void aFlippedBitChangesItsOwnOutputOnly(Kind kind) {
    Random random = new Random(8);
    byte[] nodes = Reference.random(random, 32 * 4 * 20);
    byte[] before = new byte[32 * 20];
    kind.hasher().roots(nodes, 0, 20, 2, before, 0);
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      entries.add(Reference.random(random, 1 + random.nextInt(200)));
    }
    byte[] leavesBefore = new byte[32 * 20];
    kind.hasher().leaves(entries, leavesBefore, 0);
    for (int i = 0; i < 20; i++) {
      int bit = random.nextInt(32 * 4 * 8);
      flip(nodes, 32 * 4 * 8 * i + bit);
      byte[] after = new byte[32 * 20];
      kind.hasher().roots(nodes, 0, 20, 2, after, 0);
      assertEquals(List.of(i), changed(before, after));
      flip(nodes, 32 * 4 * 8 * i + bit);

      int leafBit = random.nextInt(8 * entries.get(i).length);
      flip(entries.get(i), leafBit);
      kind.hasher().leaves(entries, after, 0);
      assertEquals(List.of(i), changed(leavesBefore, after));
      flip(entries.get(i), leafBit);
    }
  }

  private static void flip(byte[] bytes, int bit) {
    bytes[bit / 8] ^= (byte) (1 << (bit % 8));
  }

  private static List<Integer> changed(byte[] before, byte[] after) {
    List<Integer> changed = new ArrayList<>();
    for (int i = 0; i < before.length; i += 32) {
      if (!Arrays.equals(before, i, i + 32, after, i, i + 32)) {
        changed.add(i / 32);
      }
    }
    return changed;
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void arraysThatAreTooShort(Kind kind) {
    BatchHasher hasher = kind.hasher();
    byte[] out = untouched(32 * 20);
    List<byte[]> entries = Collections.nCopies(21, new byte[9]);
    refused(() -> hasher.leaves(entries, out, 0));
    refused(() -> hasher.leaves(entries.subList(0, 20), out, 1));
    refused(() -> hasher.leaves(entries.subList(0, 1), out, -1));
    byte[] nodes = new byte[64 * 20];
    refused(() -> hasher.nodes(nodes, 0, 21, out, 0));
    refused(() -> hasher.nodes(nodes, 1, 20, out, 0));
    refused(() -> hasher.nodes(nodes, -1, 20, out, 0));
    refused(() -> hasher.nodes(nodes, 0, 20, out, 1));
    refused(() -> hasher.nodes(nodes, 0, -1, out, 0));
    refused(() -> hasher.nodes(nodes, 0, Integer.MAX_VALUE, out, 0));
    refused(() -> hasher.roots(nodes, 0, 11, 2, out, 0));
    refused(() -> hasher.roots(nodes, 1, 10, 2, out, 0));
    refused(() -> hasher.roots(nodes, 0, 10, 2, out, 32 * 10 + 1));
    refused(() -> hasher.roots(nodes, 0, 1 << 24, 8, out, 0));
    for (int height : new int[] {Integer.MIN_VALUE, -1, 0, 9, 33}) {
      assertThrows(IllegalArgumentException.class, () -> hasher.roots(nodes, 0, 1, height, out, 0));
    }
    assertArrayEquals(untouched(out.length), out, "nothing was written");
  }

  private static void refused(Runnable call) {
    assertThrows(IndexOutOfBoundsException.class, call::run);
  }

  private static byte[] untouched(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, UNTOUCHED);
    return bytes;
  }

  /** The hashes are in their place, and around them nothing was written. */
  private static void checkOutput(byte[] expected, byte[] out, int offset) {
    byte[] whole = untouched(out.length);
    System.arraycopy(expected, 0, whole, offset, expected.length);
    assertArrayEquals(whole, out);
  }
}
