package dev.cairn.faults.calls;

import dev.cairn.client.AppendOptions;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.faults.FolderHolder;
import dev.cairn.faults.Folders;
import dev.cairn.faults.Launch;
import dev.cairn.faults.Ledger;
import dev.cairn.faults.NotStartedException;
import dev.cairn.faults.ServerProcess;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A short life of a server on a copy of one log, always the same. */
final class Scenario {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int APPENDS = 6;
  private static final int BATCH = 40;
  private static final int LARGE = 20_000;

  private final Path temp;
  private final Path template;
  private final VerifierKey key;
  private int runs;

  Scenario(Path temp, Path template, VerifierKey key) {
    this.temp = temp;
    this.template = template;
    this.key = key;
  }

  /**
   * What became of it.
   *
   * @param exitCode of the server; 128 and more: ended by a signal
   * @param acknowledged the number of entries
   * @param complaint why an append was not acknowledged, if so
   * @param words the last that the server said
   * @param violation what was not as promised
   */
  record Outcome(
      int exitCode,
      int acknowledged,
      Optional<String> complaint,
      String words,
      Optional<String> violation) {}

  /** The log's files, those that a server makes included. */
  static List<Path> files(Path data) throws IOException {
    try (Stream<Path> all = Files.walk(data)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("lock") && !file.endsWith("lock.mdb"))
          .toList();
    }
  }

  /** Where the next run has its log. */
  Path data() {
    return temp.resolve("run").resolve("log");
  }

  /** Runs a server under a program. */
  Outcome run(List<String> program) throws Exception {
    runs++;
    Folders.delete(data());
    Folders.copy(template, data());
    Path errors = temp.resolve("errors-" + runs);
    Launch launch = Launch.of(data());
    launch = new Launch(program, launch.environment(), launch.arguments(), errors);
    try (Ledger ledger = new Ledger(temp.resolve("ledger-" + runs));
        FolderHolder holder = new FolderHolder(ledger)) {
      Optional<String> complaint = Optional.empty();
      int exitCode;
      try (ServerProcess server = launch.start()) {
        complaint = appendAll(server, ledger);
        exitCode = server.terminate();
      } catch (NotStartedException e) {
        exitCode = e.exitCode();
      }
      return new Outcome(
          exitCode,
          ledger.acknowledged().size(),
          complaint,
          ServerProcess.lastWords(errors),
          ledger.violations().isEmpty()
              ? holder.violation(data(), Long.MAX_VALUE)
              : Optional.of(ledger.violations().toString()));
    } finally {
      Files.deleteIfExists(errors);
    }
  }

  private Optional<String> appendAll(ServerProcess server, Ledger ledger) {
    Optional<String> complaint = Optional.empty();
    try (LogClient client = server.client(key, PATIENCE)) {
      server.onEnd(client::close);
      for (int i = 0; i < APPENDS; i++) {
        try {
          append(client, ledger, i);
        } catch (LogException e) {
          complaint = Optional.of(String.valueOf(e.getMessage()));
        }
      }
    }
    return complaint;
  }

  private static void append(LogClient client, Ledger ledger, int i) throws LogException {
    byte[] entry = ("entry " + i).getBytes(StandardCharsets.US_ASCII);
    switch (i % 3) {
      case 0 -> ledger.note(client.append(entry, AppendOptions.DURABLE));
      case 1 -> ledger.note(client.append(Arrays.copyOf(entry, LARGE), AppendOptions.SIGNED));
      default -> {
        List<byte[]> entries = new ArrayList<>();
        for (int j = 0; j < BATCH; j++) {
          entries.add((i + "/" + j).getBytes(StandardCharsets.US_ASCII));
        }
        client.appendAll(entries, AppendOptions.SIGNED).entries().forEach(ledger::note);
      }
    }
  }
}
