package dev.cairn.server.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Positions as bits and as bytes. */
final class PositionsTest {
  private static int[] positions(Random random, double share) {
    return IntStream.range(0, Bitmap.BITS).filter(i -> random.nextDouble() < share).toArray();
  }

  private static Bitmap bitmap(int[] positions) {
    Bitmap bitmap = new Bitmap();
    for (int position : positions) {
      bitmap.add(position);
    }
    return bitmap;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0001, 0.01, 0.1, 0.125, 0.13, 0.5, 1})
  void listsReadAsTheyAreWritten(double share) {
    int[] positions = positions(new Random(1), share);
    ByteBuffer out = ByteBuffer.allocate(Positions.MAX_BYTES);
    Positions.format(positions, positions.length, out);
    Bitmap read = new Bitmap();
    Positions.addTo(read, out.flip());
    assertEquals(bitmap(positions), read);
    assertEquals(0, out.remaining());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.2, 0.9, 1})
  void bitmapsAreSets(double share) {
    Random random = new Random(2);
    int[] positions = positions(random, share);
    Bitmap bitmap = bitmap(positions);
    BitSet set = new BitSet();
    for (int position : positions) {
      set.set(position);
    }
    for (int i = 0; i < 5_000; i++) {
      int from = i < 200 ? i : Bitmap.BITS - 1 - random.nextInt(i < 400 ? 200 : Bitmap.BITS);
      assertEquals(set.nextSetBit(from), bitmap.next(from));
      assertEquals(set.previousSetBit(from), bitmap.previous(from));
    }
    assertEquals(-1, bitmap.next(Bitmap.BITS));
    assertEquals(-1, bitmap.previous(-1));
    int start = random.nextInt(1_000);
    int end = 2_000 + random.nextInt(1_000);
    BitSet range = new BitSet();
    range.set(start, end);
    assertEquals(toSet(bitmap.copy().and(Bitmap.of(start, end))), and(set, range));
    assertEquals(toSet(bitmap.copy().without(Bitmap.of(start, end))), andNot(set, range));
    assertEquals(bitmap, bitmap.copy().or(bitmap.copy().and(Bitmap.of(start, end))));
  }

  private static BitSet toSet(Bitmap bitmap) {
    BitSet set = new BitSet();
    for (int i = bitmap.next(0); i >= 0; i = bitmap.next(i + 1)) {
      set.set(i);
    }
    return set;
  }

  private static BitSet and(BitSet a, BitSet b) {
    BitSet result = (BitSet) a.clone();
    result.and(b);
    return result;
  }

  private static BitSet andNot(BitSet a, BitSet b) {
    BitSet result = (BitSet) a.clone();
    result.andNot(b);
    return result;
  }

  /** A block. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Packed(Term first, byte[] bytes) {}

  @Test
  void blocksHaveTheTermsThatWerePacked() {
    Random random = new Random(3);
    TreeMap<Term, int[]> terms = new TreeMap<>();
    for (int i = 0; i < 2_000; i++) {
      double share = i % 100 == 0 ? random.nextDouble() : 0.0001;
      int[] positions = positions(random, share);
      terms.put(
          new Term(random.nextLong(), random.nextLong()),
          positions.length == 0 ? new int[] {5} : positions);
    }
    List<Packed> blocks = new ArrayList<>();
    Block.Packer packer =
        new Block.Packer(7, (first, bytes) -> blocks.add(new Packed(first, bytes)));
    terms.forEach((term, positions) -> packer.add(term, positions, positions.length));
    packer.flush();
    terms.forEach(
        (term, positions) -> {
          Packed block =
              blocks.reversed().stream()
                  .filter(each -> each.first.compareTo(term) <= 0)
                  .findFirst()
                  .orElseThrow();
          Bitmap read = new Bitmap();
          Block.addPositions(block.bytes, 7, term, read);
          assertEquals(bitmap(positions), read);
          Bitmap none = new Bitmap();
          Block.addPositions(block.bytes, 7, new Term(term.high(), term.low() + 1), none);
          assertEquals(new Bitmap(), none);
        });
    assertTrue(
        blocks.stream()
            .allMatch(
                b -> b.bytes.length <= Block.BYTES || b.bytes.length <= Positions.MAX_BYTES + 70));
    byte[] damaged = blocks.getFirst().bytes;
    damaged[damaged.length / 2] ^= 1;
    assertThrows(
        DamagedIndexException.class,
        () -> Block.addPositions(damaged, 7, terms.firstKey(), new Bitmap()));
  }
}
