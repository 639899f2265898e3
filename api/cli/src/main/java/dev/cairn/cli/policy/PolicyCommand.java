package dev.cairn.cli.policy;

import picocli.CommandLine.Command;

/** {@code cairn policy}: commands about witness policies. */
@Command(
    name = "policy",
    header = "Look at a file that says which logs and witnesses to trust.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExample:%n",
    footer = "  cairn policy check policy.txt",
    subcommands = PolicyCheckCommand.class)
public final class PolicyCommand {}
