package dev.cairn.faults.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.faults.Cli;
import dev.cairn.faults.Holder;
import dev.cairn.faults.Launch;
import dev.cairn.faults.Ledger;
import dev.cairn.faults.Scale;
import dev.cairn.faults.ServerProcess;
import dev.cairn.faults.Told;
import dev.cairn.tree.note.VerifierKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day, made short: lives of a server, all but the longest of which end with a kill. */
final class SoakTest {
  private static final Duration LENGTH =
      Duration.ofSeconds(Scale.count("soak-seconds", 12, 20 * 60));

  /** A log's caches fill, and the JVM compiles: what is beyond that is a leak. */
  private static final Reading ALLOWED = new Reading(48 << 10, 160 << 10, 24, 12);

  private static final int READINGS = 9;

  @TempDir Path temp;

  @Test
  void nothingGrowsAndNothingIsLost() throws Exception {
    Path data = temp.resolve("log");
    VerifierKey key = Cli.init(data);
    Random random = Scale.random(Scale.seed("soak"), 0);
    Load.Counts counts = new Load.Counts();
    int kills = 0;
    try (Ledger ledger = new Ledger(temp.resolve("ledger"))) {
      Holder holder = new Holder(key, ledger);
      // A quarter of the time is for short lives.
      long end = System.nanoTime() + LENGTH.toNanos() / 4;
      while (System.nanoTime() < end || kills == 0) {
        try (ServerProcess server = Launch.of(data).start();
            Load load = Load.start(server, key, ledger, counts, "life " + kills)) {
          Thread.sleep(random.nextInt(1_000, 4_000));
          server.kill();
          load.broken();
          kills++;
        }
      }
      List<Reading> readings = longLife(data, key, ledger, counts, holder);
      Cli fsck = Cli.fsck(data);
      assertEquals(0, fsck.exitCode(), fsck.out());
      Reading beginning =
          readings.subList(0, READINGS / 3).stream().reduce(Reading.NOTHING, Reading::max);
      Reading last = readings.getLast();
      Told.promised(
          "a soak: nothing is lost, every answer verifies, what the process holds is flat",
          "%d s, %d kills, %,d appended, %,d refused, %,d repeated, %,d read; beginning %s, end %s"
              .formatted(
                  LENGTH.toSeconds(),
                  kills,
                  counts.appended.get(),
                  counts.refused.get(),
                  counts.repeated.get(),
                  counts.read.get(),
                  beginning,
                  last));
      assertTrue(counts.refused.get() > 0 && counts.repeated.get() > 0, "all kinds were made");
      assertTrue(last.isWithin(beginning, ALLOWED), beginning + " has grown to " + last);
    }
  }

  private static List<Reading> longLife(
      Path data, VerifierKey key, Ledger ledger, Load.Counts counts, Holder holder)
      throws Exception {
    List<Reading> readings = new ArrayList<>();
    try (ServerProcess server = Launch.of(data).start()) {
      holder.check(server);
      try (Load load = Load.start(server, key, ledger, counts, "long life")) {
        for (int i = 0; i < READINGS; i++) {
          Thread.sleep(LENGTH.toMillis() * 3 / 4 / READINGS);
          readings.add(Reading.of(server.pid()));
        }
        load.finish();
      }
      holder.check(server);
      assertEquals(0, server.terminate());
    }
    return readings;
  }
}
