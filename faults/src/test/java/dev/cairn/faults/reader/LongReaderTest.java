package dev.cairn.faults.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.cli.console.JavaCommand;
import dev.cairn.client.AppendOptions;
import dev.cairn.client.LogClient;
import dev.cairn.faults.Cli;
import dev.cairn.faults.Holder;
import dev.cairn.faults.Launch;
import dev.cairn.faults.Ledger;
import dev.cairn.faults.ServerProcess;
import dev.cairn.faults.Told;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LongReaderTest {
  private static final int COMMITS = 150;

  /** Of the pages that a commit of one entry and its checkpoint writes anew. */
  private static final long MAX_BYTES_A_COMMIT = 3 * 16 * 4_096;

  @TempDir Path temp;
  private Path data;
  private VerifierKey key;
  private int appended;

  @BeforeEach
  void make() throws Exception {
    data = temp.resolve("log");
    key = Cli.init(data);
  }

  @Test
  void theFileGrowsNoMoreThanItMust() throws Exception {
    try (Ledger ledger = new Ledger(temp.resolve("ledger"))) {
      long without;
      long with;
      long dead;
      long after;
      Process reader;
      try (ServerProcess server = Launch.of(data).start()) {
        long _ = grow(server, ledger);
        without = grow(server, ledger);
        reader = startReader();
        with = grow(server, ledger);
        var _ = reader.destroyForcibly().waitFor();
        dead = grow(server, ledger);
        after = grow(server, ledger);
        new Holder(key, ledger).check(server);
        assertEquals(0, server.terminate());
      }
      Told.promised(
          "a reader that never ends: the growth is bounded, and ends soon after the reader",
          "%d commits: %,d bytes without it, %,d with it, %,d once it was dead, then %,d"
              .formatted(COMMITS, without, with, dead, after));
      assertTrue(with <= COMMITS * MAX_BYTES_A_COMMIT, "the file has grown by " + with);
      assertTrue(after <= without + (1 << 20), "the space is not used again: " + after);
    }
  }

  private Process startReader() throws IOException {
    List<String> command = new ArrayList<>(JavaCommand.like(ReaderMain.class.getName()));
    command.add(data.resolve("store").toString());
    Process reader =
        new ProcessBuilder(command)
            .redirectError(Redirect.to(temp.resolve("reader.err").toFile()))
            .start();
    String line = String.valueOf(reader.inputReader().readLine());
    assertTrue(line.startsWith("reading"), line);
    return reader;
  }

  /** By how many bytes the file grows with so many commits. */
  private long grow(ServerProcess server, Ledger ledger) throws Exception {
    Path file = data.resolve("store/data.mdb");
    long before = Files.size(file);
    try (LogClient client = server.client(key, Duration.ofSeconds(30))) {
      for (int i = 0; i < COMMITS; i++) {
        byte[] entry = ("entry " + appended++).getBytes(StandardCharsets.US_ASCII);
        ledger.note(client.append(entry, AppendOptions.SIGNED));
      }
    }
    return Files.size(file) - before;
  }
}
