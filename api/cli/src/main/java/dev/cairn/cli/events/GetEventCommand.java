package dev.cairn.cli.events;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.log.Connection;
import dev.cairn.cli.log.Positions;
import dev.cairn.client.LogException;
import dev.cairn.client.events.EventClient;
import dev.cairn.client.events.VerifiedEvent;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cairn events get}: reads one event. */
@Command(
    name = "get",
    header = "Print one event, verified and proved to be in the log.",
    description = {
      "With --producer-vkey the seal of the event's producer is verified too: give the keys that the",
      "producer ever had."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn events get 12",
      "  cairn events get --source /orders --id 01890a5d-ac96-774b-bcce-b302099a8057 --json",
      "  cairn events get 12 --producer-vkey orders+f0c1d2e3+Ae... --proofs ./proofs"
    })
public final class GetEventCommand extends EventCommand {
  @ArgGroup(exclusive = true, multiplicity = "1")
  @SuppressWarnings("NullAway.Init")
  private Which which;

  /** Which event. */
  static final class Which {
    @Parameters(paramLabel = "INDEX", description = "The event's index, from 0.")
    private @Nullable Long index;

    @ArgGroup(exclusive = false)
    private @Nullable Name name;
  }

  /** What its source calls it. */
  static final class Name {
    @Option(names = "--source", required = true, paramLabel = "URI", description = "Its source.")
    @SuppressWarnings("NullAway.Init")
    private String source;

    @Option(names = "--id", required = true, paramLabel = "ID", description = "Its ID.")
    @SuppressWarnings("NullAway.Init")
    private String id;
  }

  @Option(
      names = "--producer-vkey",
      paramLabel = "KEY",
      description = "Verify that this key of the producer has sealed it; may be given again.")
  private List<String> producerKeys = List.of();

  @Option(
      names = "--proofs",
      paramLabel = "DIR",
      description = "Write DIR/INDEX.tlog-proof and DIR/INDEX.entry, as cairn verify reads them.")
  private @Nullable Path proofs;

  @Override
  protected void checkUsage() {
    super.checkUsage();
    Positions.check("INDEX", which.index == null ? 0 : which.index);
    if (proofs != null) {
      Proofs.checkFolder(proofs);
    }
    keys();
  }

  private List<VerifierKey> keys() {
    return producerKeys.stream().map(key -> Connection.key("--producer-vkey", key)).toList();
  }

  @Override
  void run(EventClient events) throws LogException, IOException {
    VerifiedEvent event = get(events);
    if (!producerKeys.isEmpty()) {
      VerifierKey _ = event.verifyProduced(keys());
    }
    if (proofs != null) {
      Proofs.write(event, proofs);
    }
    output.printWritten(EventTexts.page(event), output.isJson() ? new Rows().json(event) : "");
  }

  private VerifiedEvent get(EventClient events) throws LogException {
    if (which.index != null) {
      return events.get(which.index);
    }
    if (which.name != null) {
      return events.get(which.name.source, which.name.id);
    }
    throw new CommandException(ExitCode.USAGE, "give an INDEX, or --source and --id");
  }
}
