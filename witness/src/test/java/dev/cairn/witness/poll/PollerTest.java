package dev.cairn.witness.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.http.fetch.AddressGuard;
import dev.cairn.tree.MalformedException;
import dev.cairn.witness.source.GrowingLog;
import dev.cairn.witness.source.PollUrl;
import dev.cairn.witness.source.Sources;
import dev.cairn.witness.source.TilesServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PollerTest {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofSeconds(100);
  private static final PollSettings SETTINGS = new PollSettings(Duration.ofSeconds(10), LONGEST, 2);

  private final GrowingLog log = new GrowingLog("entry", 100);
  private final MemoryWitness witness = new MemoryWitness(log.verifierKey());
  private final Sources sources = new Sources(new AddressGuard(true));
  private final TilesServer server = new TilesServer(log);
  private final ManualScheduler time = new ManualScheduler();
  private final Poller poller = new Poller(witness, sources, SETTINGS, time, time);

  @AfterEach
  void stop() {
    poller.close();
    server.close();
    sources.close();
  }

  private FollowedLog followed(Duration interval) {
    try {
      return new FollowedLog(log.verifierKey(), PollUrl.parse(server.url()), interval);
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  private PollStatus status() {
    return poller.statuses().getFirst();
  }

  private static void assertAbout(Duration wanted, Duration waited) {
    long percent = waited.toNanos() * 100 / wanted.toNanos();
    assertTrue(percent >= 89 && percent <= 111, () -> "waited " + waited + ", not " + wanted);
  }

  /** Lets the next attempt come, and says how long after the one before it comes. */
  private Duration untilNextAttempt() {
    Duration waited = time.runNextThatWaits();
    time.runAllDue();
    return waited;
  }

  @Test
  void attemptsAtOnceAndThenAtEachInterval() {
    poller.follow(followed(INTERVAL));
    time.runAllDue();
    for (int i = 1; i <= 5; i++) {
      assertEquals(new PollOutcome.Cosigned(log.head(log.size())), status().last().orElseThrow());
      assertEquals(i, witness.requests());
      log.grow(log.size() + 200);
      assertAbout(INTERVAL, untilNextAttempt());
    }
    assertEquals(new PollCounts(6, 0, 0, 0), poller.counts());
  }

  @Test
  void intervalsAreJittered() {
    poller.follow(followed(INTERVAL));
    time.runAllDue();
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      waits.add(untilNextAttempt());
    }
    assertTrue(waits.stream().distinct().count() > 4, waits::toString);
  }

  @Test
  void backsOffFromALogThatFailsAndComesBack() {
    poller.follow(followed(INTERVAL));
    server.answer("checkpoint", 500, Map.of(), new byte[0]);
    time.runAllDue();
    for (int seconds : new int[] {10, 20, 40, 80, 100, 100, 100}) {
      assertAbout(Duration.ofSeconds(seconds), untilNextAttempt());
    }
    assertEquals(8, status().failures());
    assertEquals(0, witness.requests());
    server.answerTruth();
    assertAbout(LONGEST, untilNextAttempt());
    assertEquals(0, status().failures());
    assertEquals(log.head(100), witness.known());
    assertAbout(INTERVAL, untilNextAttempt());
    server.answer("checkpoint", 500, Map.of(), new byte[0]);
    assertAbout(INTERVAL, untilNextAttempt());
    assertAbout(INTERVAL, untilNextAttempt());
    assertAbout(INTERVAL.multipliedBy(2), untilNextAttempt());
  }

  @Test
  void anIntervalLongerThanTheLongestStays() {
    poller.follow(followed(Duration.ofHours(5)));
    server.answer("checkpoint", 500, Map.of(), new byte[0]);
    time.runAllDue();
    assertAbout(Duration.ofHours(5), untilNextAttempt());
    assertAbout(Duration.ofHours(5), untilNextAttempt());
  }

  @Test
  void countsAForkAndGoesOnLooking() {
    poller.follow(followed(INTERVAL));
    time.runAllDue();
    server.serve(new GrowingLog("other", 300));
    assertAbout(INTERVAL, untilNextAttempt());
    assertEquals(1, status().forks());
    assertAbout(LONGEST, untilNextAttempt());
    assertEquals(2, status().forks());
    assertEquals(2, poller.counts().forked());
    server.serve(log);
    assertAbout(LONGEST, untilNextAttempt());
    assertEquals(new PollOutcome.Cosigned(log.head(100)), status().last().orElseThrow());
    assertEquals(2, status().forks());
  }

  @Test
  void anOlderCheckpointIsNoFailure() {
    poller.follow(followed(INTERVAL));
    time.runAllDue();
    server.serve(new GrowingLog("entry", 50));
    assertAbout(INTERVAL, untilNextAttempt());
    assertEquals(new PollOutcome.Behind(50, 100), status().last().orElseThrow());
    assertEquals(0, status().failures());
    assertAbout(INTERVAL, untilNextAttempt());
  }

  @Test
  void aWitnessThatThrowsIsAFailure() {
    witness.beforeEachRequest(
        () -> {
          throw new IllegalStateException("the store is damaged");
        });
    poller.follow(followed(INTERVAL));
    time.runAllDue();
    assertAbout(INTERVAL, untilNextAttempt());
    assertEquals(2, status().failures());
  }

  @Test
  void tellsWhenALogWasLastCosigned() {
    poller.follow(followed(INTERVAL));
    time.runAllDue();
    assertEquals(Instant.EPOCH, status().lastCosigned().orElseThrow());
    server.answer("checkpoint", 500, Map.of(), new byte[0]);
    untilNextAttempt();
    assertEquals(Instant.EPOCH, status().lastCosigned().orElseThrow());
  }

  @Test
  void followsAsIsSaidLast() {
    poller.follow(followed(INTERVAL));
    time.runAllDue();
    poller.follow(followed(INTERVAL));
    poller.follow(followed(LONGEST));
    time.runAllDue();
    assertAbout(LONGEST, untilNextAttempt());
    assertEquals(1, poller.statuses().size());
  }

  @Test
  void closedItFollowsNothing() {
    poller.follow(followed(INTERVAL));
    time.runAllDue();
    poller.close();
    assertThrows(NoSuchElementException.class, this::untilNextAttempt);
    assertThrows(IllegalStateException.class, () -> poller.follow(followed(LONGEST)));
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void closesAtAnyMoment() throws Exception {
    for (int i = 0; i < 300; i++) {
      int before = witness.requests();
      try (Poller real = new Poller(witness, sources, SETTINGS)) {
        real.follow(followed(Duration.ofMillis(1)));
        for (int tries = 0; tries < 5_000 && witness.requests() < before + i % 3; tries++) {
          Thread.sleep(0, 200_000);
        }
      }
    }
    assertTrue(witness.requests() >= 100, "it has polled between");
  }

  /** With real time and threads. */
  @Test
  void followsALogThatGrowsMeanwhile() throws Exception {
    try (Poller real = new Poller(witness, sources, SETTINGS)) {
      real.follow(followed(Duration.ofMillis(5)));
      for (long size = 110; size <= 1_000; size += 10) {
        log.grow(size);
        Thread.sleep(1);
      }
      long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (witness.known().size() < 1_000 && System.nanoTime() < giveUp) {
        Thread.sleep(5);
      }
      assertEquals(log.head(1_000), witness.known());
      assertEquals(0, real.counts().forked());
      assertEquals(0, real.counts().failed());
      assertTrue(real.counts().cosigned() > 5, () -> real.counts().toString());
    }
  }
}
