package dev.cairn.server.grpc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server in a process of its own, with little memory and the default limits. */
final class SmallServer implements AutoCloseable {
  private final Process process;
  private final int port;

  private SmallServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Serves a new log until the process is killed. */
  public static void main(String[] arguments) throws Exception {
    RunningLog log = new RunningLog(Path.of(arguments[0]));
    System.out.println(log.server.port());
    Thread.currentThread().join();
  }

  static SmallServer start(Path folder, String heap) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-javaagent:") && !option.startsWith("-Xm"))
        .forEach(command::add);
    command.addAll(
        List.of(
            heap,
            "-cp",
            System.getProperty("java.class.path"),
            SmallServer.class.getName(),
            folder.toString()));
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    String line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    return new SmallServer(process, Integer.parseInt(String.valueOf(line)));
  }

  int port() {
    return port;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
