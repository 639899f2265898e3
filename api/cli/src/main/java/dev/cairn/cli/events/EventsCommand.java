package dev.cairn.cli.events;

import picocli.CommandLine.Command;

/** {@code cairn events}: the group of the commands about audit events. */
@Command(
    name = "events",
    header = "Record audit events, find them again, and export them with their proofs.",
    description = {
      "An audit event says who did what to what, when, and how it ended. Every event that is printed",
      "has been verified: it is sealed by the log's key, is what was asked for, and is proved to be in",
      "the log."
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn events record --source /orders --type com.example.order.deleted \\",
      "      --actor user:alice --action delete --target order:12",
      "  cairn events search 'actor.id = alice AND action = delete'",
      "  cairn events export --format csv --proofs -o events.csv"
    },
    subcommands = {
      RecordEventsCommand.class,
      GetEventCommand.class,
      SearchEventsCommand.class,
      TailEventsCommand.class,
      ExportEventsCommand.class,
      ListProducersCommand.class
    })
public final class EventsCommand {}
