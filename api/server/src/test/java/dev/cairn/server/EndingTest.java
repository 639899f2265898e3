package dev.cairn.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class EndingTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void waitsForAllThatEnds() {
    CountDownLatch both = new CountDownLatch(2);
    Ending ending = new Ending();
    // Each waits for the other: they end at the same time.
    ending.begin("one", () -> meet(both));
    ending.begin("another", () -> meet(both));
    assertTrue(ending.await(LONG));
  }

  private static void meet(CountDownLatch both) {
    both.countDown();
    try {
      both.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void leavesBehindWhatHangs() {
    CountDownLatch two = new CountDownLatch(2);
    Ending ending = new Ending();
    ending.begin("what waits for another", () -> meet(two));
    ending.begin("what ends", () -> {});
    assertFalse(ending.await(Duration.ofMillis(50)));
    two.countDown();
  }

  @Test
  void whatFailsHasNotEndedWell() {
    Ending ending = new Ending();
    ending.begin(
        "what fails",
        () -> {
          throw new IllegalStateException("a file that cannot be closed");
        });
    assertFalse(ending.await(LONG));
  }
}
