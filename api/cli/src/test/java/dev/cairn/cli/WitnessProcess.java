package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.cli.console.JavaCommand;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code cairn witness serve} as a process of its own, on free ports. */
public final class WitnessProcess implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile("gRPC on 127\\.0\\.0\\.1:([0-9]+); HTTP on 127\\.0\\.0\\.1:([0-9]+)");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final int grpcPort;
  private final int httpPort;

  private WitnessProcess(Process process, int grpcPort, int httpPort) {
    this.process = process;
    this.grpcPort = grpcPort;
    this.httpPort = httpPort;
  }

  /** Makes a witness; its key. */
  public static VerifierKey init(Path data, String name) throws Exception {
    Cli init = Cli.run("witness", "init", "--data", data.toString(), "--name", name);
    assertEquals(0, init.exitCode(), init.err());
    return VerifierKey.parse(init.out().strip());
  }

  /** Starts the witness of a folder on free ports, and waits until it is ready. */
  public static WitnessProcess start(Path data, String... arguments) throws IOException {
    return start(data, 0, arguments);
  }

  /** The same on a given HTTP port, for a witness that is started again. */
  static WitnessProcess start(Path data, int httpPort, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(JavaCommand.like("dev.cairn.cli.Main"));
    command.addAll(List.of("witness", "serve", "--with-parent", "--data", data.toString()));
    command.addAll(List.of("--http", "127.0.0.1:" + httpPort, "--grpc", "127.0.0.1:0"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    String line = process.inputReader().readLine();
    Matcher ready = READY.matcher(String.valueOf(line));
    if (!ready.find()) {
      process.destroyForcibly();
      throw new IOException("the witness did not start: " + line);
    }
    return new WitnessProcess(
        process, Integer.parseInt(ready.group(1)), Integer.parseInt(ready.group(2)));
  }

  /** Where it takes checkpoints. */
  public String url() {
    return "http://127.0.0.1:" + httpPort;
  }

  int httpPort() {
    return httpPort;
  }

  String grpcAddress() {
    return "127.0.0.1:" + grpcPort;
  }

  /** Sends an add-checkpoint request. */
  HttpResponse<String> add(String body) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url() + "/add-checkpoint"))
            .timeout(PATIENCE)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  void signal(String name) throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    assertEquals(0, exit);
  }

  /** SIGKILL: no hook runs, nothing is flushed. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM; returns the exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the witness did not end within 30 s of SIGTERM");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    http.shutdownNow();
  }
}
