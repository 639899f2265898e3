package dev.cairn.bench.all;

import dev.cairn.cli.console.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs a part in a process of its own. */
final class PartProcess {
  private static final String MAIN = "dev.cairn.cli.Main";
  private static final Duration MOST = Duration.ofMinutes(10);

  private final Path dir;

  /**
   * @param dir where temporary folders go
   */
  PartProcess(Path dir) {
    this.dir = dir;
  }

  /**
   * Runs {@code cairn bench} with arguments.
   *
   * @param line is told each line that it prints, as it comes
   * @return why it failed, one line; empty if it did not
   */
  String run(List<String> arguments, Consumer<String> line)
      throws IOException, InterruptedException {
    Path errors = Files.createTempFile(dir, "cairn-bench-", ".txt");
    List<String> command = new ArrayList<>(JavaCommand.like(MAIN));
    // Of JVMs like this one; the last of two options holds.
    command.add(command.lastIndexOf("-cp"), "-Djava.io.tmpdir=" + dir.toAbsolutePath());
    command.add("bench");
    command.addAll(arguments);
    command.add("--json");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    Thread atExit = new Thread(process::destroy, "end part");
    Runtime.getRuntime().addShutdownHook(atExit);
    Thread limit = Thread.startVirtualThread(() -> endAfter(process, MOST));
    try (BufferedReader output = process.inputReader()) {
      output.lines().forEach(line);
      int exitCode = process.waitFor();
      return exitCode == 0 ? "" : reason(exitCode, Files.readAllLines(errors));
    } finally {
      limit.interrupt();
      process.destroy();
      forget(atExit);
      Files.deleteIfExists(errors);
    }
  }

  private static void endAfter(Process process, Duration time) {
    try {
      if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it has ended
    }
  }

  private static void forget(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook does its work.
    }
  }

  private static String reason(int exitCode, List<String> errors) {
    String last = errors.isEmpty() ? "it said nothing" : errors.getLast();
    return "exit code %d: %s".formatted(exitCode, last);
  }
}
