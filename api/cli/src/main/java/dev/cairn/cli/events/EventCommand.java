package dev.cairn.cli.events;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.log.ClientCommand;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.events.EventClient;
import java.io.IOException;

/** A command that talks to a log about its events. */
abstract class EventCommand extends ClientCommand {
  @Override
  protected void checkUsage() {
    if (connection.isTiled()) {
      throw new CommandException(
          ExitCode.USAGE, "--tiles: files know nothing of events; ask the log's server: --log");
    }
  }

  @Override
  protected final void run(LogClient client) throws LogException, IOException {
    run(EventClient.over(client));
  }

  /** Does what the command is for. */
  abstract void run(EventClient events) throws LogException, IOException;
}
