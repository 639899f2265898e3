package dev.cairn.server.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The log's own code over some thousand seeds. {@code -Dcairn.sim.seed=17} replays one of them and
 * prints all of its steps; {@code -Dcairn.sim.seeds=10000} tries so many.
 */
final class SimulationTest {
  private static final int LAST_LINES = 60;

  @Test
  void everyPromiseHoldsInEveryWorld() {
    long one = Long.getLong("cairn.sim.seed", -1);
    if (one >= 0) {
      run(one, Integer.MAX_VALUE);
      return;
    }
    long seeds = Long.getLong("cairn.sim.seeds", 1_000);
    long acknowledged = 0;
    for (long seed = 0; seed < seeds; seed++) {
      acknowledged += run(seed, LAST_LINES);
    }
    System.out.println(seeds + " seeds, " + acknowledged + " entries acknowledged");
    assertTrue(acknowledged > seeds, "the worlds are empty");
  }

  private static int run(long seed, int lines) {
    World world = new World(seed);
    try {
      world.run();
    } catch (RuntimeException | AssertionError e) {
      print(world.trace().lines(), lines);
      fail(
          "seed %d, step %d: %s%nreplay: mvn verify -pl api/server -Dtest=SimulationTest -Dcairn.sim.seed=%d"
              .formatted(seed, world.trace().step(), e.getMessage(), seed),
          e);
    }
    if (lines == Integer.MAX_VALUE) {
      print(world.trace().lines(), lines);
    }
    return world.ledger().acknowledged();
  }

  private static void print(List<String> trace, int lines) {
    trace.stream().skip(Math.max(0, trace.size() - (long) lines)).forEach(System.out::println);
  }

  @Test
  void theSameSeedMakesTheSameWorld() {
    for (long seed = 0; seed < 20; seed++) {
      World first = new World(seed);
      first.run();
      World second = new World(seed);
      second.run();
      assertEquals(first.trace().lines(), second.trace().lines(), "seed " + seed);
    }
  }
}
