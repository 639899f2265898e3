package dev.cairn.cli.dlq;

import picocli.CommandLine.Command;

/** {@code cairn dlq}: the group of the commands about dead letters. */
@Command(
    name = "dlq",
    header = "Look at the events that the log refused for good, replay them or drop them.",
    description = {
      "An outbox keeps what the log refuses for good as a dead letter, with the reason. Letters can be",
      "listed, shown and dropped while a service records from the folder; to replay them the folder must",
      "be free."
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn dlq list --outbox ./outbox",
      "  cairn dlq show 3 --outbox ./outbox",
      "  cairn dlq replay 3 --outbox ./outbox --producer-key orders.key",
      "  cairn dlq drop 3 4 --outbox ./outbox"
    },
    subcommands = {
      ListLettersCommand.class,
      ShowLetterCommand.class,
      ReplayLettersCommand.class,
      DropLettersCommand.class
    })
public final class DlqCommand {}
