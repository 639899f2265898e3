package dev.cairn.bench.process;

import dev.cairn.cli.console.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Cairn server with one new log. */
public final class CairnServer {
  private static final String MAIN = "dev.cairn.cli.Main";
  private static final int INIT_SECONDS = 60;

  private CairnServer() {}

  /**
   * Makes a log in the workspace and serves it on a free port of the loopback interface.
   *
   * @throws IOException if that fails; the message says why
   */
  public static ServerProcess start(Workspace workspace) throws IOException {
    Path data = workspace.folder().resolve("log");
    init(workspace, data);
    return ServerProcess.start(
        workspace, MAIN, List.of("serve", "--data", data.toString(), "--grpc", "127.0.0.1:0"));
  }

  private static void init(Workspace workspace, Path data) throws IOException {
    List<String> command = new ArrayList<>(JavaCommand.like(MAIN));
    command.addAll(List.of("init", "--data", data.toString(), "--origin", "bench.example/log"));
    Path output = workspace.folder().resolve("init.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    // The log is thrown away; a passphrase in the environment is not for it.
    builder.environment().remove("CAIRN_KEY_PASSPHRASE");
    Process process = builder.start();
    try {
      if (!process.waitFor(INIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException("cairn init failed: " + Files.readString(output).strip());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
