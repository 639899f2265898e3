package dev.cairn.cli.witness;

import picocli.CommandLine.Command;

/** {@code cairn witness}: the group of the witness's commands. */
@Command(
    name = "witness",
    header = "Run a witness: cosign the heads of logs as long as each extends the one before.",
    description = {
      "A witness remembers the largest head of each log that it knows, and cosigns a head only if the",
      "log proves that it extends that one. Logs send it their heads (C2SP tlog-witness), or it polls",
      "them. It never sees entries."
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExample:%n",
    footer = {
      "  cairn witness init --data ./witness --name example.org/witness",
      "  cairn witness serve --data ./witness --log example.com/log+530d903a+Ae...",
      "  cairn witness status"
    },
    subcommands = {WitnessInitCommand.class, WitnessServeCommand.class, WitnessStatusCommand.class})
public final class WitnessCommand {}
