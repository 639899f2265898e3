package dev.cairn.cli.log;

import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that talks to a log. */
public abstract class ClientCommand implements Callable<Integer> {
  @Mixin protected final Connection connection = new Connection();
  @Mixin protected final Output output = new Output();

  @Override
  public final Integer call() throws IOException {
    checkUsage();
    try (LogClient client = open()) {
      run(client);
      return ExitCode.OK;
    } catch (LogException e) {
      throw ClientFailures.explain(e, connection.stateFolder());
    }
  }

  /** Refuses arguments that contradict each other, before anything is connected. */
  protected void checkUsage() {}

  /** Connects. */
  protected LogClient open() throws LogException {
    return connection.open();
  }

  /** Does what the command is for. */
  protected abstract void run(LogClient client) throws LogException, IOException;
}
