package dev.cairn.tree.lanes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is chosen, and that hashers follow. */
final class LanesTest {
  @Test
  void aHasherFollowsTheCalibration() {
    BatchHasher early = Lanes.newHasher();
    byte[] nodes = Reference.random(new Random(1), 32 * 256);
    byte[] before = new byte[32];
    early.roots(nodes, 0, 1, 8, before, 0);
    Lanes.calibrate();
    String description = Lanes.description();
    assertTrue(
        Stream.concat(Stream.of("MessageDigest"), widths()).anyMatch(description::equals),
        description);
    byte[] after = new byte[32];
    early.roots(nodes, 0, 1, 8, after, 0);
    assertArrayEquals(before, after);
    assertArrayEquals(Reference.root(nodes), after);
    Lanes.calibrate();
    assertEquals(description, Lanes.description(), "a second calibration changes nothing");
  }

  private static Stream<String> widths() {
    return Stream.of(LaneWidth.values()).map(LaneWidth::toString);
  }

  @Test
  void lanesThatErrAreNeverChosen() {
    assertEquals(Optional.empty(), Calibration.of(width -> Optional.of(new WrongRounds())));
  }

  @Test
  void lanesThatFailAreNeverChosen() {
    assertEquals(
        Optional.empty(),
        Calibration.of(
            width -> {
              throw new NoSuchMethodError("IntVector of another JDK");
            }));
  }

  @Test
  void aSampleTellsHashersApart() {
    Sample sample = new Sample(new SplittableRandom(1));
    assertTrue(sample.agree(new DigestHasher(), new DigestHasher()));
    for (LaneWidth width : LaneWidth.values()) {
      BatchHasher wrong = Choice.always(new WrongRounds(), width).newHasher();
      assertFalse(sample.agree(wrong, new DigestHasher()), width.toString());
    }
  }

  @Test
  void widthsSayWhatTheyAre() {
    assertEquals(List.of("16 lanes of 512 bits", "8 lanes of 256 bits"), widths().toList());
  }

  /** Computes nothing, very fast. */
  private static final class WrongRounds implements Rounds {
    @Override
    public void middle(int[] from, int[] to, int[] words, int near, int[] constants, int round) {}

    @Override
    public void last(int[] from, int[] to, int[] words, int near, int[] constants, int round) {}

    @Override
    public void tailLow(int[] from, int[] to, int[] words, int near, int[] constants, int round) {}

    @Override
    public void tailHigh(int[] from, int[] to, int[] words, int near, int[] constants, int round) {}

    @Override
    public void add(int[] before, int[] after, int[] out, int at, int stride) {}

    @Override
    public void join(int[] hashes, int stride, int left, int right, int[] words, int[] tail) {}

    @Override
    public void transpose(
        byte[][] sources, int[] starts, int[] shuffles, int[] out, int low, int high, int stride) {}

    @Override
    public int widest() {
      return 512;
    }
  }
}
