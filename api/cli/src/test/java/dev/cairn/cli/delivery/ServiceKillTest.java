package dev.cairn.cli.delivery;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL of the recording service, again and again, at random moments. The number of cycles is the
 * system property {@code cairn.service.cycles}.
 */
final class ServiceKillTest {
  private static final int CYCLES = Integer.getInteger("cairn.service.cycles", 10);
  private static final int MAX_MILLIS = 300;
  private static final int MAX_START_MILLIS = 1_200;

  @TempDir Path temp;

  @Test
  void aKilledServiceLosesAndDoublesNothing() throws Exception {
    Scenario.play(
        temp,
        plan -> plan,
        scenario -> {
          scenario.log.serve();
          for (int cycle = 0; cycle < CYCLES; cycle++) {
            killOne(scenario, cycle);
            scenario.reconciliation.check("after kill " + cycle);
          }
          scenario.drain("after " + CYCLES + " kills");
          assertTrue(scenario.acknowledged() > CYCLES, "it got somewhere");
          tell(scenario);
        });
  }

  /** Refusals are made in every life: an ID is used twice for every six events. */
  @Test
  void deadLettersSurviveKillsOnceEachAndTheirGapsAreExplained() throws Exception {
    Scenario.play(
        temp,
        plan -> plan.withReuses(6),
        scenario -> {
          scenario.log.serve();
          int cycles = Math.max(4, CYCLES / 3);
          for (int cycle = 0; cycle < cycles; cycle++) {
            killOne(scenario, cycle);
            scenario.reconciliation.check("after kill " + cycle);
          }
          scenario.drain("after " + cycles + " kills");
          long letters = scenario.reconciliation.promises.quiet.getLast().letters();
          assertTrue(letters > 0, "there are dead letters");
          tell(scenario);
        });
  }

  /**
   * Every third life is killed early, whatever it does then; the others once they got somewhere.
   */
  private static void killOne(Scenario scenario, int cycle) throws Exception {
    try (ServiceProcess service = scenario.live()) {
      if (cycle % 3 == 2) {
        scenario.passSome(MAX_START_MILLIS);
      } else {
        scenario.awaitAcknowledged(1);
        scenario.passSome(MAX_MILLIS);
      }
      assertTrue(service.isAlive(), "it lives until it is killed");
      service.kill();
    }
  }

  private static void tell(Scenario scenario) {
    Promises promises = scenario.reconciliation.promises;
    System.out.printf(
        "%,d events offered, %,d durable at once, %,d acknowledged, %,d in the log, %,d dead letters%n",
        promises.offered.size(),
        promises.spooled.size(),
        promises.acknowledged.size(),
        scenario.reconciliation.logged().size(),
        promises.quiet.getLast().letters());
  }
}
