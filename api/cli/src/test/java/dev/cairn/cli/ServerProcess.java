package dev.cairn.cli;

import dev.cairn.cli.console.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code cairn serve} as a process of its own, on free ports. */
public final class ServerProcess implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile(
          "serving .* on (127\\.0\\.0\\.1:[0-9]+)( \\(gRPC\\) and (127\\.0\\.0\\.1:[0-9]+) \\(HTTP\\))?");

  private final Process process;
  private final BufferedReader out;
  private final String address;
  private final String httpAddress;
  private final String logUrl;

  private ServerProcess(
      Process process, BufferedReader out, String address, String httpAddress, String logUrl) {
    this.process = process;
    this.out = out;
    this.address = address;
    this.httpAddress = httpAddress;
    this.logUrl = logUrl;
  }

  /** Serves one log on a free port, and waits until it is ready. */
  public static ServerProcess start(Path data) throws IOException {
    return serve("--data", data.toString(), "--grpc", "127.0.0.1:0");
  }

  /** Starts a server with these arguments, and waits until it is ready. */
  public static ServerProcess serve(String... arguments) throws IOException {
    List<String> command = java("serve");
    command.addAll(List.of(arguments));
    if (!command.contains("--http")) {
      command.addAll(List.of("--http", "127.0.0.1:0"));
    }
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    Matcher ready = READY.matcher(String.valueOf(line));
    if (!ready.find()) {
      process.destroyForcibly();
      throw new IOException("the server did not start: " + line);
    }
    String http = ready.group(3);
    return http == null
        ? new ServerProcess(process, out, ready.group(1), "", "")
        : new ServerProcess(
            process, out, ready.group(1), http, String.valueOf(out.readLine()).strip());
  }

  /** The command that runs cairn as this test's Java would. */
  static List<String> java(String... arguments) {
    List<String> command = new ArrayList<>(JavaCommand.like("dev.cairn.cli.Main"));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The next line that it prints. */
  String line() throws IOException {
    return String.valueOf(out.readLine());
  }

  /** Where gRPC is. */
  public String address() {
    return address;
  }

  /** Where HTTP is; empty if nowhere. */
  public String httpAddress() {
    return httpAddress;
  }

  /** The URL that is printed for the first log; empty without HTTP. */
  String logUrl() {
    return logUrl;
  }

  /** SIGKILL: no hook runs, nothing is flushed. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM; returns the exit code. */
  public int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the server did not end within 30 s of SIGTERM");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
