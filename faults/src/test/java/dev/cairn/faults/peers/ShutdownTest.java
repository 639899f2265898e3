package dev.cairn.faults.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.client.EntryCursor;
import dev.cairn.client.LogClient;
import dev.cairn.faults.Cli;
import dev.cairn.faults.Holder;
import dev.cairn.faults.Launch;
import dev.cairn.faults.Ledger;
import dev.cairn.faults.ServerProcess;
import dev.cairn.faults.Told;
import dev.cairn.faults.Writers;
import dev.cairn.tree.note.VerifierKey;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShutdownTest {
  private static final int WRITERS = 16;

  @TempDir Path temp;

  @Test
  void sigtermUnderLoadEndsInTimeWithEveryAppendDecided() throws Exception {
    Path data = temp.resolve("log");
    VerifierKey key = Cli.init(data);
    try (Ledger ledger = new Ledger(temp.resolve("ledger"))) {
      long millis;
      try (ServerProcess server = Launch.of(data).start();
          LogClient reader = server.client(key, Duration.ofSeconds(30));
          Writers writers = Writers.start(server, key, ledger, WRITERS, "w");
          EntryCursor _ = reader.tail(0)) {
        writers.awaitUnderWay();
        long start = System.nanoTime();
        assertEquals(0, server.terminate());
        millis = (System.nanoTime() - start) / 1_000_000;
        writers.join();
      }
      try (ServerProcess server = Launch.of(data).start()) {
        new Holder(key, ledger).check(server);
        assertEquals(0, server.terminate());
      }
      Told.promised(
          "SIGTERM under load with open streams: exit 0 in 30 s, all that was acknowledged is there",
          "exit 0 after %,d ms, %,d acknowledged entries"
              .formatted(millis, ledger.acknowledged().size()));
    }
  }
}
