package dev.cairn.server.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private final Progress<IllegalStateException> progress =
      new Progress<>(IllegalStateException::new);

  @Test
  void whoWaitsIsToldOnceTheSizeIsReached() {
    CompletableFuture<Void> five = progress.reached(5);
    CompletableFuture<Void> alsoFive = progress.reached(5);
    CompletableFuture<Void> six = progress.reached(6);
    progress.reach(4);
    assertEquals(3, progress.waiters());
    progress.reach(5);
    assertTrue(five.isDone() && alsoFive.isDone());
    assertFalse(six.isDone());
    assertTrue(progress.reached(5).isDone());
    assertEquals(1, progress.waiters());
  }

  @Test
  void whoHasGivenUpWaitsNoLonger() {
    for (int size = 1; size <= 100; size++) {
      assertTrue(progress.reached(size).completeExceptionally(new TimeoutException()));
    }
    assertEquals(0, progress.waiters());
    CompletableFuture<Void> patient = progress.reached(7);
    assertTrue(progress.reached(7).completeExceptionally(new TimeoutException()));
    progress.reach(7);
    assertFalse(patient.isCompletedExceptionally());
    assertTrue(patient.isDone());
  }

  @Test
  void everyoneIsToldTheEnd() {
    CompletableFuture<Void> before = progress.reached(5);
    progress.end("on purpose");
    assertInstanceOf(IllegalStateException.class, before.exceptionNow());
    assertInstanceOf(IllegalStateException.class, progress.reached(5).exceptionNow());
    assertEquals(0, progress.waiters());
  }

  @Test
  void nobodyIsToldOfASizeThatWasNotReachedWhenAStallEnds() throws InterruptedException {
    Thread stalling =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 100_000; i++) {
                    progress.stall("no room");
                    progress.resume();
                  }
                });
    List<CompletableFuture<Void>> waiting = new ArrayList<>();
    while (stalling.isAlive() && waiting.size() < 500_000) {
      waiting.add(progress.reached(1));
    }
    stalling.join();
    progress.end("the end");
    for (CompletableFuture<Void> each : waiting) {
      assertTrue(each.isCompletedExceptionally());
    }
    assertEquals(0, progress.waiters());
  }

  @Test
  void whoComesDuringAStallIsToldAndWhoComesLaterWaits() {
    CompletableFuture<Void> before = progress.reached(5);
    progress.stall("no room");
    assertInstanceOf(IllegalStateException.class, before.exceptionNow());
    assertInstanceOf(IllegalStateException.class, progress.reached(5).exceptionNow());
    progress.resume();
    CompletableFuture<Void> after = progress.reached(5);
    assertFalse(after.isDone());
    progress.reach(5);
    assertFalse(after.isCompletedExceptionally());
    assertTrue(after.isDone());
  }
}
