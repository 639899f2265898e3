package dev.cairn.faults;

import dev.cairn.tree.note.VerifierKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A witness that is ready, in a process of its own. */
public final class WitnessProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("HTTP on (127\\.0\\.0\\.1:[0-9]+)");

  private final Process process;
  private final VerifierKey key;
  private final String address;

  private WitnessProcess(Process process, VerifierKey key, String address) {
    this.process = process;
    this.key = key;
    this.address = address;
  }

  /** Makes a witness that knows a log, and starts it on a free port. */
  public static WitnessProcess start(Path data, String name, VerifierKey log) throws Exception {
    Cli init = Cli.run("witness", "init", "--data", data.toString(), "--name", name);
    if (init.exitCode() != 0) {
      throw new AssertionError("cairn witness init: " + init.err());
    }
    VerifierKey key = VerifierKey.parse(init.out().strip());
    List<String> command = new ArrayList<>(CairnJvm.command());
    command.addAll(List.of("witness", "serve", "--data", data.toString(), "--grpc", "none"));
    command.addAll(List.of("--http", "127.0.0.1:0", "--log", log.toString()));
    Path errors = data.resolveSibling(data.getFileName() + ".err");
    Process process =
        new ProcessBuilder(command).redirectError(Redirect.appendTo(errors.toFile())).start();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        return new WitnessProcess(process, key, ready.group(1));
      }
    }
    throw new IOException("no witness: " + ServerProcess.lastWords(errors));
  }

  /** The line of a policy that names this witness {@code w}. */
  public String line() {
    return "witness w %s http://%s%n".formatted(key, address);
  }

  /** A policy with this witness alone, which a log needs. */
  public String policy(VerifierKey log) {
    return "log %s%n%squorum w%n".formatted(log, line());
  }

  /** Sends a signal. */
  public void signal(String name) throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (exit != 0) {
      throw new IOException("no signal reaches the witness");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
