package dev.cairn.witness.node;

import dev.cairn.witness.folder.WitnessFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A witness as a process of its own, listening for HTTP on a free port. */
final class WitnessProcess implements AutoCloseable {
  private final Process process;
  private final int port;

  private WitnessProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts the witness of a data folder, and waits until it listens. */
  static WitnessProcess start(Path data) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--") || option.startsWith("-X"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(WitnessProcess.class.getName(), data.toString()));
    Process process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null || !line.startsWith("port ")) {
      process.destroyForcibly();
      throw new IOException("the witness did not start: " + line);
    }
    return new WitnessProcess(process, Integer.parseInt(line.substring("port ".length())));
  }

  /** What runs in it. */
  public static void main(String[] arguments) throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    try (WitnessFolder folder = WitnessFolder.open(Path.of(arguments[0]));
        RunningWitness running =
            RunningWitness.start(
                folder,
                new char[0],
                WitnessSettings.DEFAULT.withHttp(Loopback.anyPort()),
                InstantSource.system())) {
      System.out.println("port " + running.httpPort().orElseThrow());
      ended.await();
    }
  }

  int port() {
    return port;
  }

  /** SIGKILL: no hook runs, nothing is flushed. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the process survived SIGKILL");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
