package dev.cairn.cli.log;

import dev.cairn.client.EntryCursor;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.LoggedEntry;
import dev.cairn.client.UnreachableException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cairn tail}: follows a log. */
@Command(
    name = "tail",
    header = "Print entries as they are logged, each proved to be in the log.",
    description = "Without --count it goes on until it is interrupted.",
    footerHeading = "%nExamples:%n",
    footer = {"  cairn tail", "  cairn tail --from 0 --count 10 --json"})
public final class TailCommand extends ClientCommand {
  @Option(
      names = "--from",
      paramLabel = "N",
      description = "The first index wanted. Default: the next entry to come.")
  private @Nullable Long from;

  @Option(names = "--count", paramLabel = "N", description = "End after so many entries.")
  private @Nullable Long count;

  private long next;
  private long left;

  @Override
  protected void checkUsage() {
    Positions.check("--from", from == null ? 0 : from);
    Positions.check("--count", count == null ? 0 : count);
  }

  @Override
  protected void run(LogClient client) throws LogException, IOException {
    long start = from == null ? client.checkpoint().head().size() : from;
    next = start;
    left = count == null ? Long.MAX_VALUE : count;
    while (left > 0) {
      long before = next;
      try (EntryCursor entries = client.tail(next)) {
        follow(entries);
      } catch (UnreachableException e) {
        if (connection.isTiled() && next == before) {
          throw e; // a file that does not come, though it was asked for again
        }
        // A connection does not last for ever; the log may. Go on where it broke.
        client.awaitReachable();
      }
    }
  }

  private void follow(EntryCursor entries) throws LogException, IOException {
    for (; left > 0; left--) {
      Optional<LoggedEntry> entry = entries.next();
      if (entry.isEmpty()) {
        return;
      }
      print(entry.get());
      next = entry.get().index() + 1;
    }
  }

  private void print(LoggedEntry entry) throws IOException {
    if (output.isJson()) {
      output.print("", EntryJson.of(entry));
    } else {
      System.out.write(entry.data());
      System.out.write('\n');
      System.out.flush();
    }
  }
}
