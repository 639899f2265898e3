package dev.cairn.cli.events;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Progress;
import dev.cairn.cli.console.Words;
import dev.cairn.client.LogException;
import dev.cairn.client.events.EventClient;
import dev.cairn.client.events.EventOrder;
import dev.cairn.client.events.EventSearch;
import dev.cairn.client.events.SearchCursor;
import dev.cairn.client.events.VerifiedEvent;
import dev.cairn.convert.EventFormat;
import dev.cairn.convert.EventWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cairn events export}: writes events in other formats. */
@Command(
    name = "export",
    header = "Write events in the order of the log as JSON lines, CSV, CloudEvents or OCSF.",
    description = {
      "Every event is verified and proved to be in the log before it is written. With --proofs each",
      "row carries the entry's bytes and the proof that speaks of them, so that whoever has the row can",
      "check it offline. The file appears when it is complete."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn events export --format csv -o events.csv",
      "  cairn events export --format ocsf --filter 'actor.id = alice' --from 2026-01-01 > alice.json",
      "  cairn events export --format jsonl --proofs -o evidence.jsonl"
    })
public final class ExportEventsCommand extends EventCommand {
  private static final int PAGE = 500;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}.")
  @SuppressWarnings("NullAway.Init")
  private EventFormat format;

  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      defaultValue = "",
      description = "Which events; cairn events search tells how to write it. Default: all.")
  @SuppressWarnings("NullAway.Init")
  private String filter;

  @Mixin private final Occurred occurred = new Occurred();

  @Option(names = "--proofs", description = "Put its entry and its proof into each row.")
  private boolean proofs;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "The file to write. Default: standard output.")
  private @Nullable Path out;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  private EventSearch search() {
    return occurred.bound(
        EventSearch.of(Filters.parse(filter))
            .withOrder(EventOrder.OLDEST_FIRST)
            .withPageSize(PAGE));
  }

  @Override
  protected void checkUsage() {
    super.checkUsage();
    if (output.isJson()) {
      throw new CommandException(ExitCode.USAGE, "--json: give --format jsonl");
    }
    search();
  }

  @Override
  void run(EventClient events) throws LogException, IOException {
    if (out == null) {
      export(events, new NeverClosed(System.out));
      return;
    }
    Path part = out.resolveSibling(out.getFileName() + ".part");
    try {
      export(events, Files.newOutputStream(part));
      Files.move(part, out, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, "cannot write " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void export(EventClient events, OutputStream to) throws LogException, IOException {
    try (EventWriter writer = format.writer(to);
        SearchCursor found = events.search(search());
        Progress progress = Progress.of("Exporting", "entries", found.searchedSize())) {
      long count = 0;
      for (Optional<VerifiedEvent> next = found.next(); next.isPresent(); next = found.next()) {
        writer.write(Rows.exported(next.get(), proofs));
        count++;
        progress.at(next.get().index());
      }
      spec.commandLine()
          .getErr()
          .printf(
              "exported %s of the log's first %s%n",
              Words.count(count, "event"), Words.entries(found.searchedSize()));
    }
  }

  /** Standard output is not a command's to close. */
  private static final class NeverClosed extends FilterOutputStream {
    NeverClosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
