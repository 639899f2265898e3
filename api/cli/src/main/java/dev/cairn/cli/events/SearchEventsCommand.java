package dev.cairn.cli.events;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Words;
import dev.cairn.client.LogException;
import dev.cairn.client.events.EventClient;
import dev.cairn.client.events.EventOrder;
import dev.cairn.client.events.EventSearch;
import dev.cairn.client.events.SearchCursor;
import dev.cairn.client.events.VerifiedEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn events search}: finds events. */
@Command(
    name = "search",
    header = "Find events, the newest first, each verified and proved to be in the log.",
    description = {
      "A filter is written as AIP-160 says: comparisons such as actor.id = \"alice\", joined by AND,",
      "OR and NOT; * stands for any text. No filter finds all events. At the end it says how many",
      "entries of the log were searched; with --json that is the last object."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn events search 'actor.id = alice AND outcome.status != SUCCESS'",
      "  cairn events search 'target.id = \"order-12\"' --oldest --proofs ./proofs",
      "  cairn events search 'type = com.example.order.*' --from 2026-01-31 --limit 10 --json"
    })
public final class SearchEventsCommand extends EventCommand {
  @Parameters(
      paramLabel = "FILTER",
      arity = "0..1",
      defaultValue = "",
      description = "Which events.")
  @SuppressWarnings("NullAway.Init")
  private String filter;

  @Mixin private final Occurred occurred = new Occurred();

  @Option(names = "--oldest", description = "The oldest first.")
  private boolean oldest;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "The most events to print. Default: 100.")
  private long limit;

  @Option(
      names = "--min-size",
      paramLabel = "N",
      defaultValue = "0",
      description = "Wait until so many entries of the log can be searched.")
  private long minSize;

  @Option(
      names = "--proofs",
      paramLabel = "DIR",
      description = {
        "Write each event's proof to DIR/INDEX.tlog-proof, and its entry to DIR/INDEX.entry, as",
        "cairn verify reads them."
      })
  private @Nullable Path proofs;

  private EventSearch search() {
    EventSearch all =
        EventSearch.of(Filters.parse(filter))
            .withOrder(oldest ? EventOrder.OLDEST_FIRST : EventOrder.NEWEST_FIRST)
            .withPageSize((int) Math.min(limit, 100))
            .withMinSize(minSize);
    return occurred.bound(all);
  }

  @Override
  protected void checkUsage() {
    super.checkUsage();
    if (limit < 1) {
      throw new CommandException(ExitCode.USAGE, "--limit must be 1 or more");
    }
    if (minSize < 0) {
      throw new CommandException(ExitCode.USAGE, "--min-size must be 0 or more");
    }
    if (proofs != null) {
      Proofs.checkFolder(proofs);
    }
    search();
  }

  @Override
  void run(EventClient events) throws LogException, IOException {
    try (SearchCursor found = events.search(search())) {
      long count = 0;
      Rows rows = new Rows();
      Optional<VerifiedEvent> next = found.next();
      for (; next.isPresent() && count < limit; next = found.next()) {
        if (count++ == 0) {
          output.say(EventTexts.HEADER);
        }
        print(next.get(), rows);
      }
      printEnd(count, next.isPresent(), found.searchedSize());
    }
  }

  private void print(VerifiedEvent event, Rows rows) throws IOException {
    if (proofs != null) {
      Proofs.write(event, proofs);
    }
    output.printWritten(EventTexts.row(event), output.isJson() ? rows.json(event) : "");
  }

  private void printEnd(long count, boolean hasMore, long searchedSize) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("events", count);
    object.put("has_more", hasMore);
    object.put("searched_size", searchedSize);
    output.print(
        "%s%s in the log's first %s"
            .formatted(
                Words.count(count, "event"),
                hasMore ? ", and there are more (--limit)," : "",
                Words.entries(searchedSize)),
        object);
  }
}
