package dev.cairn.cli.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.recorder.Pressure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log is away, the outbox is full, the clock is wrong: real processes go through it. */
final class OutageTest {
  private static final int THREADS = 4;
  private static final int EVENTS = 5_000;
  private static final long SMALL_OUTBOX = 100_000;
  private static final long LARGE_OUTBOX = 64L << 20;

  @TempDir Path temp;

  @Test
  void whatIsRecordedWhileTheLogIsAwayIsDeliveredWhenItIsBack() throws Exception {
    Scenario.play(
        temp,
        plan -> plan.withEvents(THREADS, EVENTS).withBacklog(THREADS * EVENTS),
        scenario -> {
          Promises promises = scenario.reconciliation.promises;
          try (ServiceProcess service = scenario.live()) {
            scenario.await(
                "all is in the outbox",
                () -> {
                  promises.read();
                  return !promises.counters.isEmpty()
                      && promises.counters.getLast().inOutbox() >= THREADS * EVENTS;
                });
            assertEquals(0, promises.acknowledged.size(), "the log was never there");
            scenario.log.serve();
            service.finish();
          }
          scenario.reconciliation.checkDrainedInOneLife("after the outage");
          assertEquals(THREADS * EVENTS, scenario.reconciliation.logged().size());
        });
  }

  @Test
  void aFullOutboxHoldsCallersBackUntilThereIsRoom() throws Exception {
    full(
        Pressure.BLOCK,
        (scenario, service) -> {
          awaitFull(scenario);
          scenario.log.serve();
          service.finish();
          scenario.reconciliation.checkDrainedInOneLife("after waiting for room");
          assertEquals(Set.of(), scenario.reconciliation.promises.failed);
          assertEquals(THREADS * 500, scenario.reconciliation.logged().size());
        });
  }

  @Test
  void aFullOutboxRefusesWhatItCannotSpoolAndKeepsWhatItHas() throws Exception {
    full(
        Pressure.SPOOL,
        (scenario, service) -> {
          awaitFailures(scenario);
          scenario.log.serve();
          service.finish();
          scenario.reconciliation.checkDrainedInOneLife("after being full");
          assertEquals(Set.of("OutboxFullException"), scenario.reconciliation.promises.failures);
        });
  }

  @Test
  void aServiceThatWantsToFailIsToldAtOnceThatTheLogIsAway() throws Exception {
    Scenario.play(
        temp,
        plan ->
            plan.withEvents(THREADS, EVENTS)
                .withBacklog(THREADS * EVENTS)
                .withOutbox(Pressure.FAIL, LARGE_OUTBOX),
        scenario -> {
          Promises promises = scenario.reconciliation.promises;
          try (ServiceProcess service = scenario.live()) {
            awaitFailures(scenario);
            assertEquals(Set.of("UnreachableException"), promises.failures);
            scenario.log.serve();
            scenario.awaitAcknowledged(1);
            service.stop();
          }
          scenario.drain("after failing");
        });
  }

  /** What is done while the log is away and the service records. */
  private interface Pressed {
    void play(Scenario scenario, ServiceProcess service) throws Exception;
  }

  private void full(Pressure pressure, Pressed story) throws Exception {
    Scenario.play(
        temp,
        plan ->
            plan.withEvents(THREADS, 500)
                .withBacklog(THREADS * EVENTS)
                .withOutbox(pressure, SMALL_OUTBOX),
        scenario -> {
          try (ServiceProcess service = scenario.live()) {
            story.play(scenario, service);
          }
        });
  }

  private static void awaitFailures(Scenario scenario) throws Exception {
    Promises promises = scenario.reconciliation.promises;
    scenario.await(
        "events fail",
        () -> {
          promises.read();
          return promises.failed.size() >= 20;
        });
  }

  private static void awaitFull(Scenario scenario) throws Exception {
    Promises promises = scenario.reconciliation.promises;
    scenario.await(
        "events wait for room, and more are in the outbox",
        () -> {
          promises.read();
          List<Promises.Quiet> seen = promises.counters;
          return seen.size() >= 2
              && seen.getLast().waiting() > 0
              && seen.getLast().inOutbox() > 0
              && seen.getLast().inOutbox() == seen.get(seen.size() - 2).inOutbox();
        });
  }

  @Test
  void clockJumpsOfHoursChangeTimesAndNothingElse() throws Exception {
    List<Duration> jumps =
        List.of(Duration.ofHours(5), Duration.ofHours(-30), Duration.ofHours(48), Duration.ZERO);
    Instant before = Instant.now();
    Scenario.play(
        temp,
        ServicePlan::withoutTimes,
        scenario -> {
          scenario.log.serve();
          try (ServiceProcess service = scenario.live()) {
            for (Duration jump : jumps) {
              scenario.awaitRecorded(100);
              new FileClock(scenario.plan.clock()).set(jump);
            }
            scenario.awaitRecorded(100);
            service.stop();
          }
          scenario.drain("after clock jumps");
          Set<Long> hours =
              scenario.reconciliation.log.times.stream()
                  .map(time -> Math.round(Duration.between(before, time).toMinutes() / 60.0))
                  .collect(Collectors.toSet());
          assertEquals(Set.of(0L, 5L, -30L, 48L), hours);
        });
  }
}
