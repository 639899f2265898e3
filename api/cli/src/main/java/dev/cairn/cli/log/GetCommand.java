package dev.cairn.cli.log;

import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.LoggedEntry;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cairn get}: reads one entry. */
@Command(
    name = "get",
    header = "Print an entry's bytes, proved to be in the log.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn get 12 > entry",
      "  cairn get 12 --tiles https://log.example.com/ --vkey example.com/log+530d903a+Ae..."
    })
public final class GetCommand extends ClientCommand {
  @Parameters(paramLabel = "INDEX", description = "The entry's index, from 0.")
  private long index;

  @Override
  protected void checkUsage() {
    Positions.check("INDEX", index);
  }

  @Override
  protected void run(LogClient client) throws LogException, IOException {
    LoggedEntry entry = client.get(index);
    if (output.isJson()) {
      output.print("", EntryJson.of(entry));
    } else {
      System.out.write(entry.data());
      System.out.flush();
    }
  }
}
