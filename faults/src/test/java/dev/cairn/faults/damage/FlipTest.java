package dev.cairn.faults.damage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.cli.console.JavaCommand;
import dev.cairn.client.AppendOptions;
import dev.cairn.client.LogClient;
import dev.cairn.faults.Cli;
import dev.cairn.faults.Folders;
import dev.cairn.faults.Launch;
import dev.cairn.faults.Machine;
import dev.cairn.faults.Scale;
import dev.cairn.faults.ServerProcess;
import dev.cairn.faults.Told;
import dev.cairn.tree.note.VerifierKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single bits of the store's file flip, and its end is cut off. */
final class FlipTest {
  private static final int SIZE = 600;
  private static final int AT_REST = Scale.count("flips", 40, 1_000);
  private static final int RUNNING = Scale.count("flips-running", 20, 1_000);

  private static final int CUTS = Scale.count("cuts", 25, Integer.MAX_VALUE);

  @TempDir static Path temp;
  private static Path log;
  private static Path trials;
  private static int pages;

  @BeforeAll
  static void make() throws Exception {
    log = temp.resolve("log");
    trials = Machine.fastFolder(temp);
    VerifierKey key = Cli.init(log);
    try (ServerProcess server = Launch.of(log).start();
        LogClient client = server.client(key, Duration.ofSeconds(20))) {
      int next = 0;
      while (next < SIZE) {
        String idempotencyKey = Truth.keyAt(next);
        if (!idempotencyKey.isEmpty()) {
          var _ =
              client.append(
                  Truth.entryAt(next++),
                  new AppendOptions(dev.cairn.client.Ack.SIGNED, idempotencyKey));
        }
        List<byte[]> batch = new ArrayList<>();
        while (next < SIZE && Truth.keyAt(next).isEmpty()) {
          batch.add(Truth.entryAt(next++));
        }
        var _ = client.appendAll(batch);
      }
      assertEquals(0, server.terminate());
    }
    pages = Math.toIntExact(Files.size(log.resolve(Trial.STORE)) / Flip.PAGE);
  }

  @AfterAll
  static void delete() throws IOException {
    Folders.delete(trials);
  }

  @Test
  void aFlippedBitIsDetectedAndNeverServedOrSignedOver() throws Exception {
    Fates fates = run("rest", Scale.seed("flips at rest"), 0, AT_REST);
    Told.promised(
        "a bit of the file flips at rest: detected, never served or signed over, no crash",
        "%d flips over %d pages: %s".formatted(AT_REST, pages, fates.counts));
    fates.assertPromised(AT_REST);
  }

  @Test
  void aBitThatFlipsUnderARunningLogIsNeverServedOrSignedOver() throws Exception {
    Fates fates = run("running", Scale.seed("flips under a running log"), 0, RUNNING);
    Told.promised(
        "a bit of the file flips under a running log: never served or signed over, no crash",
        "%d flips over %d pages: %s".formatted(RUNNING, pages, fates.counts));
    fates.assertPromised(RUNNING);
  }

  @Test
  void aFileThatWasCutOffAtAnyPageIsRefused() throws Exception {
    int cuts = Math.min(CUTS, pages);
    Fates fates = run("cut", 0, 0, cuts);
    Told.promised(
        "the file is cut off at a page: refused or harmless",
        "%d of %d lengths: %s".formatted(cuts, pages, fates.counts));
    fates.assertPromised(cuts);
  }

  /** How often damage had which fate. */
  private static final class Fates {
    private final Map<Fate.Kind, Integer> counts = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();

    void add(String flip, Fate.Kind kind, String words) {
      counts.merge(kind, 1, Integer::sum);
      if (!kind.isPromised()) {
        violations.add(flip + ": " + kind + " " + words);
      }
    }

    void assertPromised(int expected) {
      assertEquals(List.of(), violations);
      assertEquals(expected, counts.values().stream().mapToInt(Integer::intValue).sum());
      assertTrue(counts.keySet().stream().anyMatch(kind -> kind != Fate.Kind.HARMLESS));
    }
  }

  /** In processes of their own, a new one after each crash. */
  private static Fates run(String how, long seed, int first, int end) throws Exception {
    Fates fates = new Fates();
    int next = first;
    while (next < end) {
      next = runOn(how, seed, next, end, fates);
    }
    return fates;
  }

  private static int runOn(String how, long seed, int first, int end, Fates fates)
      throws Exception {
    List<String> command = new ArrayList<>(JavaCommand.like(TrialMain.class.getName()));
    command.add(1, "-XX:-CreateCoredumpOnCrash");
    command.add(1, "-XX:ErrorFile=" + temp.resolve("crash-" + first + ".log"));
    command.addAll(List.of(log.toString(), Integer.toString(SIZE)));
    command.addAll(List.of(trials.resolve("log").toString(), Long.toString(seed)));
    command.addAll(List.of(Integer.toString(first), Integer.toString(end), how));
    Process process =
        new ProcessBuilder(command)
            .redirectError(Redirect.appendTo(temp.resolve("trials.err").toFile()))
            .start();
    int next = first;
    String trying = "";
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] words = line.split(" ", 4);
        switch (words[0]) {
          case "TRY" -> trying = line;
          case "FATE" -> {
            fates.add(trying, Fate.Kind.valueOf(words[2]), words.length > 3 ? words[3] : "");
            next++;
          }
          default -> {}
        }
      }
    }
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    if (next < end) {
      fates.add(trying, Fate.Kind.CRASHED, "exit code " + process.exitValue());
      next++;
    }
    return next;
  }
}
