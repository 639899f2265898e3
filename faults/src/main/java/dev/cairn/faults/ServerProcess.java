package dev.cairn.faults;

import dev.cairn.client.ClientConfig;
import dev.cairn.client.LogAddress;
import dev.cairn.client.LogClient;
import dev.cairn.client.Trust;
import dev.cairn.tree.note.VerifierKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that is ready, in a process of its own. */
public final class ServerProcess implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile(
          "serving .* on (127\\.0\\.0\\.1:[0-9]+)(?: \\(gRPC\\) and (127\\.0\\.0\\.1:[0-9]+))?");
  private static final int MAX_WORDS = 2_000;
  private static final int SECONDS_TO_END = 30;

  private final Process process;
  private final ProcessHandle server;
  private final String address;
  private final Optional<String> http;
  private final Path errors;

  private ServerProcess(Process process, Matcher ready, Path errors) {
    this.process = process;
    this.address = ready.group(1);
    this.http = Optional.ofNullable(ready.group(2));
    this.errors = errors;
    // Run by another program, it is that one's child.
    this.server = process.children().findFirst().orElse(process.toHandle());
  }

  static ServerProcess await(Process process, Path errors) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    try {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        Matcher ready = READY.matcher(line);
        if (ready.find()) {
          return new ServerProcess(process, ready, errors);
        }
      }
      boolean ended = process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
      throw new NotStartedException(ended ? process.exitValue() : -1, lastWords(errors));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      destroy(process);
      throw new IOException("interrupted", e);
    } catch (IOException e) {
      destroy(process);
      throw e;
    }
  }

  /** The end of what was written to a file. */
  public static String lastWords(Path errors) throws IOException {
    String words = Files.exists(errors) ? Files.readString(errors) : "";
    return words.substring(Math.max(0, words.length() - MAX_WORDS)).strip();
  }

  private static void destroy(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Where gRPC is. */
  public String address() {
    return address;
  }

  /** Reads a page over HTTP, where the server has it, whatever its status. */
  public String page(String path) throws IOException, InterruptedException {
    URI page = URI.create("http://" + http.orElseThrow() + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body();
    }
  }

  /** The server's own process. */
  public long pid() {
    return server.pid();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** The end of what it has said on its standard error. */
  public String lastWords() throws IOException {
    return lastWords(errors);
  }

  /** A client that checks everything, and waits as long as given. */
  public LogClient client(VerifierKey key, Duration deadline) {
    return client(new Trust.Pinned(key), deadline);
  }

  /** The same with another trust. */
  public LogClient client(Trust trust, Duration deadline) {
    return LogClient.open(
        ClientConfig.of(new LogAddress(address, ""), trust).withDeadline(deadline));
  }

  /** Runs {@code then} once it has ended. */
  public void onEnd(Runnable then) {
    var _ = process.onExit().thenRun(then);
  }

  /** SIGKILL: no hook runs, nothing is flushed. */
  public void kill() throws InterruptedException {
    var _ = server.destroyForcibly();
    var _ = process.waitFor();
  }

  /** Sends a signal. */
  public void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("no signal reaches " + pid());
    }
  }

  /** SIGTERM; the exit code. */
  public int terminate() throws InterruptedException {
    var _ = server.destroy();
    return awaitEnd(Duration.ofSeconds(SECONDS_TO_END))
        .orElseThrow(() -> new AssertionError("the server did not end within 30 s of SIGTERM"));
  }

  /** Waits until it ends by itself; its exit code, empty if it does not. */
  public Optional<Integer> awaitEnd(Duration patience) throws InterruptedException {
    return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
        ? Optional.of(process.exitValue())
        : Optional.empty();
  }

  @Override
  public void close() {
    destroy(process);
  }
}
