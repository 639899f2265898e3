package dev.cairn.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that runs in a process of its own, and may be killed. */
public final class CliProcess {
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private CliProcess() {}

  /**
   * Runs a command to its end.
   *
   * @param prefix a program that runs it, with its arguments; empty for none
   * @param words a file for what it says, which is the output that is returned
   */
  public static Cli run(List<String> prefix, List<String> arguments, Path words)
      throws IOException, InterruptedException {
    Process process = begin(prefix, arguments, words);
    if (!process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      kill(process);
    }
    return new Cli(process.exitValue(), Files.readString(words), "");
  }

  /** How long a command goes on after it has made a file. */
  public static Duration timeAfter(Path sign, List<String> arguments, Path words)
      throws IOException, InterruptedException {
    Process process = begin(List.of(), arguments, words);
    awaitSign(sign, process);
    long start = System.nanoTime();
    if (process.waitFor() != 0) {
      throw new IOException(Files.readString(words));
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Kills a command some time after it has made a file; exit code 137, unless it was sooner. */
  public static Cli killAfter(Path sign, Duration time, List<String> arguments, Path words)
      throws IOException, InterruptedException {
    Process process = begin(List.of(), arguments, words);
    awaitSign(sign, process);
    if (!process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS)) {
      kill(process);
    }
    return new Cli(process.exitValue(), Files.readString(words), "");
  }

  private static void awaitSign(Path sign, Process process) throws InterruptedException {
    while (process.isAlive() && Files.notExists(sign)) {
      Thread.sleep(1);
    }
  }

  private static void kill(Process process) throws InterruptedException {
    var _ = process.destroyForcibly().waitFor();
  }

  private static Process begin(List<String> prefix, List<String> arguments, Path words)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(CairnJvm.command());
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(words.toFile())
        .start();
  }
}
