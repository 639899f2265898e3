package dev.cairn.cli.events;

import dev.cairn.cli.log.Positions;
import dev.cairn.client.LogException;
import dev.cairn.client.UnreachableException;
import dev.cairn.client.events.EventClient;
import dev.cairn.client.events.TailCursor;
import dev.cairn.client.events.VerifiedEvent;
import dev.cairn.event.filter.Filter;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cairn events tail}: follows the events of a log. */
@Command(
    name = "tail",
    header = "Print events as they are logged, each verified and proved to be in the log.",
    description = "Without --count it goes on until it is interrupted.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn events tail",
      "  cairn events tail --filter 'outcome.status = DENIED' --from 0 --json"
    })
public final class TailEventsCommand extends EventCommand {
  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      defaultValue = "",
      description = "Which events; cairn events search tells how to write it.")
  @SuppressWarnings("NullAway.Init")
  private String filter;

  @Option(
      names = "--from",
      paramLabel = "N",
      description = "The first index to look at. Default: the next entry to come.")
  private @Nullable Long from;

  @Option(names = "--count", paramLabel = "N", description = "End after so many events.")
  private @Nullable Long count;

  private long next;
  private long left;

  @Override
  protected void checkUsage() {
    super.checkUsage();
    Positions.check("--from", from == null ? 0 : from);
    Positions.check("--count", count == null ? 0 : count);
    Filters.parse(filter);
  }

  @Override
  void run(EventClient events) throws LogException, IOException {
    Filter parsed = Filters.parse(filter);
    next = from == null ? events.log().checkpoint().head().size() : from;
    left = count == null ? Long.MAX_VALUE : count;
    output.say(EventTexts.HEADER);
    Rows rows = new Rows();
    while (left > 0) {
      try (TailCursor tail = events.tail(next, parsed)) {
        follow(tail, rows);
      } catch (UnreachableException e) {
        // A connection does not last for ever; the log may. Go on where it broke.
        events.log().awaitReachable();
      }
    }
  }

  private void follow(TailCursor tail, Rows rows) throws LogException, IOException {
    try {
      for (; left > 0; left--) {
        Optional<VerifiedEvent> event = tail.next();
        if (event.isEmpty()) {
          return;
        }
        output.printWritten(
            EventTexts.row(event.get()), output.isJson() ? rows.json(event.get()) : "");
      }
    } finally {
      next = tail.nextIndex();
    }
  }
}
