package dev.cairn.bench;

import dev.cairn.bench.abuse.AbuseCommand;
import dev.cairn.bench.all.AllCommand;
import dev.cairn.bench.append.AppendCommand;
import dev.cairn.bench.calls.InterceptorCommand;
import dev.cairn.bench.copy.ExportCommand;
import dev.cairn.bench.copy.MirrorCommand;
import dev.cairn.bench.events.EventsCommand;
import dev.cairn.bench.events.SearchCommand;
import dev.cairn.bench.fsck.FsckCommand;
import dev.cairn.bench.micro.MicroCommand;
import dev.cairn.bench.report.ReportCommand;
import dev.cairn.bench.scale.ScaleCommand;
import dev.cairn.bench.tiles.TilesCommand;
import dev.cairn.bench.witness.WitnessCommand;
import dev.cairn.cli.Subcommand;
import picocli.CommandLine.Command;

/** {@code cairn bench}: the parent of all benchmarks. */
@Command(
    name = "bench",
    header = "Measure the speed of logs and witnesses against what the machine can do.",
    description = {
      "The ratios to the references of the same run are what counts: machines differ,",
      "and so do moments."
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn bench all --docs docs",
      "  cairn bench report --from results.json --docs docs",
      "  cairn bench append --mode unary --concurrency 256 --duration 10",
      "  cairn bench append --mode batch --batch 1000 --json",
      "  cairn bench append --ack witnessed",
      "  cairn bench witness --logs 1000 --concurrency 32",
      "  cairn bench events",
      "  cairn bench interceptor",
      "  cairn bench abuse",
      "  cairn bench search --events 10M",
      "  cairn bench tiles",
      "  cairn bench export",
      "  cairn bench mirror --entries 100000",
      "  cairn bench micro store_commit",
      "  cairn bench fsck --entries 5M",
      "  cairn bench scale --entries 100M --dir /data"
    },
    subcommands = {
      AbuseCommand.class,
      AllCommand.class,
      AppendCommand.class,
      EventsCommand.class,
      ExportCommand.class,
      FsckCommand.class,
      InterceptorCommand.class,
      MicroCommand.class,
      MirrorCommand.class,
      ReportCommand.class,
      ScaleCommand.class,
      SearchCommand.class,
      TilesCommand.class,
      WitnessCommand.class
    })
public final class BenchCommand implements Subcommand {}
