package dev.cairn.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class LagTest {
  private static final long SECOND = 1_000_000_000;

  private long covered;
  private long now = 5;
  private final Lag lag = new Lag(() -> covered, () -> now);

  @Test
  void nothingWaitsWhereAllIsCovered() {
    covered = 10;
    lag.grown(10);
    now += SECOND;
    assertEquals(0, lag.seconds());
  }

  @Test
  void theOldestEntryThatIsNotCoveredCounts() {
    lag.grown(10);
    now += SECOND;
    lag.grown(20);
    now += SECOND;
    assertEquals(2, lag.seconds());
    covered = 9;
    assertEquals(2, lag.seconds());
    covered = 10;
    assertEquals(1, lag.seconds());
    covered = 20;
    assertEquals(0, lag.seconds());
    now += SECOND;
    lag.grown(21);
    assertEquals(0, lag.seconds());
  }

  @Test
  void whatComesInQuickSuccessionCountsTogether() {
    for (int size = 1; size <= 100; size++) {
      lag.grown(size);
      now += SECOND / 1_000;
    }
    covered = 99;
    assertEquals(0.1, lag.seconds());
    covered = 100;
    assertEquals(0, lag.seconds());
  }

  @Test
  void thereIsABoundAndNothingIsTakenForYounger() {
    for (int size = 1; size <= 10_000; size++) {
      lag.grown(size);
      now += SECOND;
    }
    assertEquals(10_000, lag.seconds());
    covered = 9_999;
    assertEquals(10_000 - 1_023, lag.seconds());
  }
}
