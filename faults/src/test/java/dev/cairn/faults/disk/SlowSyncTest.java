package dev.cairn.faults.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.client.AppendOptions;
import dev.cairn.client.LogClient;
import dev.cairn.faults.Cli;
import dev.cairn.faults.Holder;
import dev.cairn.faults.Launch;
import dev.cairn.faults.Ledger;
import dev.cairn.faults.ServerProcess;
import dev.cairn.faults.Told;
import dev.cairn.faults.Tools;
import dev.cairn.tree.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SlowSyncTest {
  private static final Duration DELAY = Duration.ofMillis(300);
  private static final int APPENDS = 4;

  @TempDir Path temp;

  /** A bound from below: what is acknowledged sooner than a sync takes was not synced. */
  @Test
  void nothingIsAcknowledgedBeforeItIsSynced() throws Exception {
    Tools.require("strace");
    Path data = temp.toRealPath().resolve("log");
    VerifierKey key = Cli.init(data);
    List<String> slow =
        List.of(
            "strace",
            "-f",
            "--seccomp-bpf",
            "-o",
            temp.resolve("trace").toString(),
            "-e",
            "trace=fdatasync,fsync",
            "-e",
            "signal=none",
            "-P",
            data.resolve("journal").toString(),
            "-P",
            data.resolve("store/data.mdb").toString(),
            "-e",
            "inject=fdatasync,fsync:delay_enter=" + DELAY.toNanos() / 1_000);
    try (Ledger ledger = new Ledger(temp.resolve("ledger"));
        ServerProcess server = Launch.of(data).under(slow).start();
        LogClient client = server.client(key, Duration.ofSeconds(30))) {
      Duration least = Duration.ofDays(1);
      for (int i = 0; i < APPENDS; i++) {
        byte[] entry = ("entry " + i).getBytes(StandardCharsets.US_ASCII);
        long start = System.nanoTime();
        ledger.note(client.append(entry, AppendOptions.DURABLE));
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        least = taken.compareTo(least) < 0 ? taken : least;
      }
      new Holder(key, ledger).check(server);
      assertTrue(least.compareTo(DELAY) >= 0, "acknowledged after " + least);
      assertEquals(0, server.terminate());
      Told.promised(
          "each sync takes 300 ms: nothing is acknowledged sooner",
          "of %d appends the fastest took %d ms".formatted(APPENDS, least.toMillis()));
    }
  }
}
