package dev.cairn.faults.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.faults.Cli;
import dev.cairn.faults.Scale;
import dev.cairn.faults.Told;
import dev.cairn.faults.Tools;
import dev.cairn.tree.note.VerifierKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every call on the log's files that can fail does so once, each in a run of its own. */
final class FailingCallsTest {
  private static final int RUNS = Scale.count("calls", 6, Integer.MAX_VALUE);
  private static final List<String> CALLS =
      List.of(
          "pwrite64",
          "pwritev",
          "write",
          "fdatasync",
          "fsync",
          "ftruncate",
          "openat",
          "rename",
          "unlink");
  private static final List<String> FAULTS = List.of("error=EIO", "error=ENOSPC", "signal=SIGKILL");

  /** What no process that ends by itself leaves with: SIGABRT, SIGBUS, SIGSEGV. */
  private static final List<Integer> CRASHES = List.of(134, 135, 139);

  private static final Pattern CALL = Pattern.compile("^(\\d+) +(\\w+)\\(", Pattern.MULTILINE);

  @TempDir Path temp;

  @Test
  void noCallThatFailsLosesAnEntry() throws Exception {
    Tools.require("strace");
    temp = temp.toRealPath();
    Path template = temp.resolve("template");
    VerifierKey key = Cli.init(template);
    Scenario scenario = new Scenario(temp, template, key);
    List<Injection> injections = injections(scenario);
    List<Path> files = files(scenario);
    int all = injections.size();
    Collections.shuffle(injections, Scale.random(Scale.seed("failing calls"), 0));
    Map<String, Integer> seen = new TreeMap<>();
    List<String> violations = new ArrayList<>();
    int runs = Math.min(RUNS, all);
    int felt = 0;
    for (Injection injection : injections.subList(0, runs)) {
      Scenario.Outcome outcome = scenario.run(injection.strace(files, temp.resolve("trace")));
      felt +=
          injection.wasFelt(outcome.exitCode(), Files.readString(temp.resolve("trace"))) ? 1 : 0;
      outcome
          .violation()
          .ifPresent(violation -> violations.add(injection + ": " + violation + "; " + outcome));
      if (CRASHES.contains(outcome.exitCode()) || isSilent(outcome)) {
        violations.add(injection + ": " + outcome);
      }
      seen.merge("exit " + outcome.exitCode(), 1, Integer::sum);
      if (Boolean.getBoolean("cairn.faults.verbose")) {
        System.out.printf(
            "%s -> exit %d, %d acked, %s | %s | %s%n",
            injection,
            outcome.exitCode(),
            outcome.acknowledged(),
            outcome.complaint(),
            outcome.words().replaceAll("(?s).*\n", ""),
            outcome.violation());
      }
    }
    Told.promised(
        "a call fails (EIO, ENOSPC, SIGKILL): nothing acknowledged is lost, no crash, sound after",
        "%d of %d injections, %d of them felt, %s: %d violations"
            .formatted(runs, all, felt, seen, violations.size()));
    assertTrue(all > 50, "the scenario makes calls: " + injections);
    assertEquals(List.of(), violations);
    // How the threads share their calls varies, and so which have a last one.
    assertTrue(felt >= runs * 3 / 4, felt + " of " + runs + " were felt");
  }

  /** Whether it has failed and said nothing about it. */
  private static boolean isSilent(Scenario.Outcome outcome) {
    return outcome.exitCode() != 0 && outcome.exitCode() < 128 && outcome.words().isEmpty();
  }

  /** All that a run without a fault makes, of each thread by itself. */
  private List<Injection> injections(Scenario scenario) throws Exception {
    Path trace = temp.resolve("trace");
    Scenario.Outcome plain = scenario.run(List.of());
    assertEquals(0, plain.exitCode(), plain.words());
    List<Path> files = files(scenario);
    Scenario.Outcome traced = scenario.run(Injection.strace(files, trace, String.join(",", CALLS)));
    assertEquals(plain.acknowledged(), traced.acknowledged(), traced.toString());
    Map<String, Integer> most = new TreeMap<>();
    Map<String, Integer> counts = new HashMap<>();
    Matcher calls = CALL.matcher(Files.readString(trace));
    while (calls.find()) {
      int count = counts.merge(calls.group(1) + calls.group(2), 1, Integer::sum);
      most.merge(calls.group(2), count, Math::max);
    }
    List<Injection> injections = new ArrayList<>();
    most.forEach(
        (call, count) -> {
          for (int occurrence = 1; occurrence <= count; occurrence++) {
            for (String fault : FAULTS) {
              injections.add(new Injection(call, fault, occurrence));
            }
          }
        });
    return injections;
  }

  /** Those of the run before, which is gone when the next begins. */
  private static List<Path> files(Scenario scenario) throws Exception {
    return Stream.concat(
            Scenario.files(scenario.data()).stream(),
            Stream.of(scenario.data().resolve("index"), scenario.data().resolve("witnessed")))
        .distinct()
        .toList();
  }
}
