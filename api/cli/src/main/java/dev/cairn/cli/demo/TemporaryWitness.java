package dev.cairn.cli.demo;

import dev.cairn.cli.console.JavaCommand;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.folder.WitnessFolder;
import dev.cairn.witness.folder.WitnessFolderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A witness in a process of its own, with a key of its own, for as long as the demo runs. */
final class TemporaryWitness implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("HTTP on 127\\.0\\.0\\.1:([0-9]+)");
  private static final int END_SECONDS = 10;

  private final String name;
  private final VerifierKey key;
  private final Path errors;
  private final Process process;

  private TemporaryWitness(String name, VerifierKey key, Path errors, Process process) {
    this.name = name;
    this.key = key;
    this.errors = errors;
    this.process = process;
  }

  /**
   * Makes a witness that knows one log, and starts it; {@link #policyLine} waits until it is up.
   */
  static TemporaryWitness start(Path folder, String name, VerifierKey log)
      throws IOException, WitnessFolderException {
    SigningKey key = SigningKey.generate("example.org/" + name, KeyType.ED25519_COSIGNATURE);
    WitnessFolder.create(folder, List.of(key), new char[0]);
    List<String> command = new ArrayList<>(JavaCommand.like("dev.cairn.cli.Main"));
    command.addAll(List.of("witness", "serve", "--with-parent", "--data", folder.toString()));
    command.addAll(List.of("--http", "127.0.0.1:0", "--grpc", "none", "--log", log.toString()));
    Path errors = folder.resolve("stderr");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    return new TemporaryWitness(name, key.verifierKey(), errors, process);
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  /** Its line in a policy. */
  String policyLine() throws IOException {
    String line = String.valueOf(process.inputReader().readLine());
    Matcher port = PORT.matcher(line);
    if (!port.find()) {
      throw new IOException(
          "witness " + name + " did not start: " + Files.readString(errors).strip());
    }
    return "witness %s %s http://127.0.0.1:%s".formatted(name, key, port.group(1));
  }

  /** SIGKILL: no hook runs, nothing is flushed. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
