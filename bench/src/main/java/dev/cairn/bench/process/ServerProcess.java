package dev.cairn.bench.process;

import com.google.common.net.HostAndPort;
import dev.cairn.cli.console.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own, which says on standard output where it listens. */
public final class ServerProcess implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile(" on (\\S+:\\d+)( |$)");
  private static final int DRAIN_SECONDS = 10;

  private final Process process;
  private final HostAndPort address;
  private final String announcement;

  private ServerProcess(Process process, HostAndPort address, String announcement) {
    this.process = process;
    this.address = address;
    this.announcement = announcement;
  }

  /**
   * Starts a program and waits until a line of its output ends with {@code on HOST:PORT}.
   *
   * @param mainClass the program, from the class path of this process
   * @throws IOException if it ends without saying so; the message has its last words
   */
  public static ServerProcess start(Workspace workspace, Class<?> mainClass, String... arguments)
      throws IOException {
    return start(workspace, mainClass.getName(), List.of(arguments));
  }

  static ServerProcess start(Workspace workspace, String mainClass, List<String> arguments)
      throws IOException {
    return start(workspace, mainClass, arguments, List.of());
  }

  static ServerProcess start(
      Workspace workspace, String mainClass, List<String> arguments, List<String> options)
      throws IOException {
    List<String> command = new ArrayList<>(JavaCommand.like(mainClass));
    // After those of this JVM: the last one holds.
    command.addAll(command.lastIndexOf("-cp"), options);
    command.addAll(arguments);
    Path errors = Files.createTempFile(workspace.folder(), "stderr-", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().remove("CAIRN_KEY_PASSPHRASE");
    Process process = builder.start();
    boolean ready = false;
    try {
      // Standard input stays open: a program that reads it learns when this process is gone.
      BufferedReader output = process.inputReader();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        Matcher matcher = ADDRESS.matcher(line);
        if (matcher.find()) {
          ready = true;
          return workspace.add(
              new ServerProcess(process, HostAndPort.fromString(matcher.group(1)), line));
        }
      }
      throw new IOException(mainClass + " did not start: " + lastLine(errors));
    } finally {
      if (!ready) {
        process.destroyForcibly();
      }
    }
  }

  private static String lastLine(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return lines.isEmpty() ? "it said nothing" : lines.getLast();
  }

  /** Where it listens. */
  public HostAndPort address() {
    return address;
  }

  /** The line that says where it listens. */
  public String announcement() {
    return announcement;
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** How much processor time it has taken so far, on all processors; zero if nobody knows. */
  public Duration cpuTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Asks it to end and waits; ends it by force if that takes too long. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(DRAIN_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
