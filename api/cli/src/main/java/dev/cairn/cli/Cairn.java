package dev.cairn.cli;

import dev.cairn.cli.backup.BackupCommand;
import dev.cairn.cli.backup.CatchUpCommand;
import dev.cairn.cli.backup.RestoreCommand;
import dev.cairn.cli.demo.DemoCommand;
import dev.cairn.cli.dlq.DlqCommand;
import dev.cairn.cli.events.EventsCommand;
import dev.cairn.cli.log.AppendCommand;
import dev.cairn.cli.log.AuditCommand;
import dev.cairn.cli.log.CheckpointCommand;
import dev.cairn.cli.log.GetCommand;
import dev.cairn.cli.log.ProveCommand;
import dev.cairn.cli.log.StatusCommand;
import dev.cairn.cli.log.TailCommand;
import dev.cairn.cli.log.VerifyCommand;
import dev.cairn.cli.log.VerifyEvidenceCommand;
import dev.cairn.cli.policy.PolicyCommand;
import dev.cairn.cli.serve.DeclareLossCommand;
import dev.cairn.cli.serve.FsckCommand;
import dev.cairn.cli.serve.InitCommand;
import dev.cairn.cli.serve.KeygenCommand;
import dev.cairn.cli.serve.RememberCommand;
import dev.cairn.cli.serve.ServeCommand;
import dev.cairn.cli.tiles.ExportCommand;
import dev.cairn.cli.tiles.MirrorCommand;
import dev.cairn.cli.witness.WitnessCommand;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The root of all commands. */
@Command(
    name = "cairn",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = picocli.CommandLine.ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    header = "A transparency log: append entries, prove what was logged, verify it anywhere.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn demo --exit                       see it all in a minute",
      "  cairn init --data ./log --origin example.com/log",
      "  cairn serve --data ./log",
      "  cairn append \"hello\" --ack signed",
      "",
      "Exit codes: 0 done, 1 a check failed, 2 wrong usage, 3 the server cannot be reached,",
      "4 the server's storage has failed.",
      "Completion: source <(cairn generate-completion)"
    },
    subcommands = {
      DemoCommand.class,
      InitCommand.class,
      ServeCommand.class,
      AppendCommand.class,
      GetCommand.class,
      TailCommand.class,
      CheckpointCommand.class,
      StatusCommand.class,
      ProveCommand.class,
      VerifyCommand.class,
      VerifyEvidenceCommand.class,
      PolicyCommand.class,
      AuditCommand.class,
      EventsCommand.class,
      DlqCommand.class,
      FsckCommand.class,
      RememberCommand.class,
      DeclareLossCommand.class,
      ExportCommand.class,
      MirrorCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      CatchUpCommand.class,
      WitnessCommand.class,
      KeygenCommand.class,
      GenerateCompletion.class,
      HelpCommand.class
    })
final class Cairn {}
