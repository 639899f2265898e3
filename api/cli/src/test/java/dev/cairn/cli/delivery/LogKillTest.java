package dev.cairn.cli.delivery;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL of the log's server under streams of events, again and again; and of both. The number of
 * cycles is the system property {@code cairn.log.cycles}.
 */
final class LogKillTest {
  private static final int CYCLES = Integer.getInteger("cairn.log.cycles", 5);
  private static final int MAX_MILLIS = 400;
  private static final int MAX_BOTH_MILLIS = 1_500;

  @TempDir Path temp;

  @Test
  void aKilledLogLosesAndDoublesNothing() throws Exception {
    Scenario.play(
        temp,
        plan -> plan,
        scenario -> {
          scenario.log.serve();
          try (ServiceProcess service = scenario.live()) {
            for (int cycle = 0; cycle < CYCLES; cycle++) {
              scenario.awaitAcknowledged(1);
              scenario.passSome(MAX_MILLIS);
              scenario.log.kill();
              scenario.log.serve();
            }
            scenario.awaitAcknowledged(1);
            service.stop();
          }
          scenario.reconciliation.check("after " + CYCLES + " kills of the log");
          scenario.drain("after " + CYCLES + " kills of the log");
        });
  }

  @Test
  void whicheverOfBothIsKilledNothingIsLostOrDoubled() throws Exception {
    Scenario.play(
        temp,
        plan -> plan,
        scenario -> {
          scenario.log.serve();
          for (int cycle = 0; cycle < Math.max(3, CYCLES / 2); cycle++) {
            killBoth(scenario);
            scenario.reconciliation.check("after both were killed, " + cycle);
          }
          scenario.drain("after both were killed");
          assertTrue(scenario.acknowledged() > 0, "it got somewhere");
        });
  }

  private static void killBoth(Scenario scenario) throws Exception {
    boolean isLogFirst = scenario.random.nextBoolean();
    try (ServiceProcess service = scenario.live()) {
      scenario.awaitAcknowledged(1);
      scenario.passSome(MAX_MILLIS);
      if (isLogFirst) {
        scenario.log.kill();
        scenario.passSome(MAX_BOTH_MILLIS);
        service.kill();
      } else {
        service.kill();
        scenario.log.kill(); // it may still be at work on what the service sent
      }
    }
    scenario.log.serve();
  }
}
