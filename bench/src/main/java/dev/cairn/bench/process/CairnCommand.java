package dev.cairn.bench.process;

import dev.cairn.cli.console.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@code cairn} command that ends by itself, in a process of its own. */
final class CairnCommand {
  static final String MAIN = "dev.cairn.cli.Main";
  private static final int SECONDS = 60;

  private CairnCommand() {}

  /**
   * Runs a command, and returns the last line that it prints.
   *
   * @throws IOException if it fails; the message has its last words
   */
  static String run(Workspace workspace, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(JavaCommand.like(MAIN));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(workspace.folder(), "output-", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    // What is made here is thrown away; a passphrase in the environment is not for it.
    builder.environment().remove("CAIRN_KEY_PASSPHRASE");
    Process process = builder.start();
    try {
      boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
      List<String> lines = Files.readAllLines(output);
      if (!ended || process.exitValue() != 0 || lines.isEmpty()) {
        process.destroyForcibly();
        throw new IOException(
            "cairn %s failed: %s".formatted(arguments[0], String.join(" ", lines).strip()));
      }
      return lines.getLast();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
