package dev.cairn.cli.tiles;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.cli.console.Span;
import dev.cairn.cli.log.ClientFailures;
import dev.cairn.cli.policy.PolicyFile;
import dev.cairn.client.FolderMemory;
import dev.cairn.client.LogException;
import dev.cairn.client.Trust;
import dev.cairn.client.mirror.CopyLimits;
import dev.cairn.client.mirror.Mirror;
import dev.cairn.client.mirror.MirrorFollower;
import dev.cairn.client.mirror.Mirrored;
import dev.cairn.client.mirror.TilesFolder;
import dev.cairn.client.mirror.TrustedHeads;
import dev.cairn.client.tiles.Reading;
import dev.cairn.client.tiles.TiledLogReader;
import dev.cairn.client.tiles.TilesLocation;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.VerifierKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cairn mirror}: copies anybody's tiled log into a folder. */
@Command(
    name = "mirror",
    header = "Copy anybody's tiled log into a folder, verifying every file before it is stored.",
    description = {
      "Reads the log's static files (C2SP tlog-tiles) over HTTP, HTTPS or from a folder, and writes",
      "the same files to DIR, which any web server can serve. DIR moves from one checkpoint to the",
      "next as a whole: whenever this is interrupted, it has all files of the one or of the other.",
      "Run it again to go on, or to bring DIR up to date. A head that contradicts the one in DIR is",
      "refused, both are kept as evidence (cairn verify-evidence), and DIR stays as it is.",
      "",
      "With --follow it goes on with each new head until it is told to end (SIGTERM), through",
      "restarts of the log, and ends at the first contradiction.",
      "",
      "Exit codes: 0 done, 1 a contradiction or a file that does not verify, 2 wrong usage, or DIR",
      "cannot be written, 3 the log cannot be read now (without --follow)."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn mirror --from https://log.example.com/ --to ./mirror \\",
      "    --vkey example.com/log+530d903a+Ae...",
      "  cairn mirror --from http://127.0.0.1:7071/demo/ --to ./mirror --policy policy.txt \\",
      "    --follow --interval 10s"
    })
public final class MirrorCommand implements Callable<Integer> {
  @Option(
      names = "--from",
      paramLabel = "URL",
      required = true,
      description = "The log: the URL below which its checkpoint is, or a folder.")
  @SuppressWarnings("NullAway.Init")
  private String from;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      required = true,
      description = "Where the files go; made if it is missing.")
  @SuppressWarnings("NullAway.Init")
  private Path to;

  @ArgGroup(exclusive = true, multiplicity = "1")
  @SuppressWarnings("NullAway.Init")
  private Believed believed;

  /** Whose checkpoints are believed. */
  static final class Believed {
    @Option(names = "--vkey", paramLabel = "KEY", description = "The log's key.")
    private @Nullable String vkey;

    @Option(
        names = "--policy",
        paramLabel = "FILE",
        description = "The logs to trust, and the quorum of witnesses that must have cosigned.")
    private @Nullable Path policy;
  }

  @Option(names = "--follow", description = "Go on with each new head.")
  private boolean follow;

  @Option(
      names = "--interval",
      paramLabel = "SPAN",
      converter = Span.class,
      defaultValue = "10s",
      description = "With --follow: how often to look for a new head. Default: 10s.")
  @SuppressWarnings("NullAway.Init")
  private Duration interval;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "8",
      description = "The most requests at a time, 1 to 64. Default: 8.")
  private int connections;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "The longest that one request may take. Default: 10.")
  private int timeoutSeconds;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Where evidence is kept. Default: cairn in your configuration folder.")
  private @Nullable Path state;

  @Mixin private final Output output = new Output();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() {
    TrustedHeads heads = new TrustedHeads(trust());
    TilesLocation location = location();
    try (TiledLogReader log = TiledLogReader.open(location, reading());
        TilesFolder folder = TilesFolder.open(to);
        CopyReport report = new CopyReport("Mirroring", "mirrored", output)) {
      Mirror mirror = new Mirror(folder, log, limits(), report);
      MirrorFollower follower = new MirrorFollower(log, heads, mirror);
      if (follow) {
        try (UntilTold _ = new UntilTold()) {
          follower.follow(interval, new Lines(report));
        }
      } else {
        report.print(follower.once());
      }
      return ExitCode.OK;
    } catch (LogException e) {
      throw ClientFailures.explain(e, state == null ? FolderMemory.userFolder() : state);
    }
  }

  private Trust trust() {
    try {
      return believed.policy == null
          ? new Trust.Pinned(VerifierKey.parse(String.valueOf(believed.vkey)))
          : Trust.ByPolicy.of(PolicyFile.read(believed.policy));
    } catch (MalformedException | IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "--vkey: " + e.getMessage(), e);
    }
  }

  private TilesLocation location() {
    try {
      return TilesLocation.parse(from);
    } catch (MalformedException e) {
      throw new CommandException(ExitCode.USAGE, "--from: " + e.getMessage(), e);
    }
  }

  private Reading reading() {
    try {
      return Reading.DEFAULT
          .withConnections(connections)
          .withTimeout(Duration.ofSeconds(timeoutSeconds));
    } catch (IllegalArgumentException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }

  private CopyLimits limits() {
    return CopyLimits.DEFAULT.withRequests(connections);
  }

  /** A line for each move, and one on standard error for each trouble. */
  private final class Lines implements MirrorFollower.Listener {
    private final CopyReport report;

    Lines(CopyReport report) {
      this.report = report;
    }

    @Override
    public void looking() {
      report.begin();
    }

    @Override
    public void moved(Mirrored now) {
      report.print(now);
    }

    @Override
    public void troubled(LogException failure) {
      report.close();
      spec.commandLine().getErr().println("cairn: " + failure.getMessage() + "; trying again");
      spec.commandLine().getErr().flush();
    }
  }
}
