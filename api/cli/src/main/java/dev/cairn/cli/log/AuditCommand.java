package dev.cairn.cli.log;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Progress;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.UnreachableException;
import dev.cairn.client.audit.AuditOutcome;
import dev.cairn.client.audit.AuditProgress;
import dev.cairn.client.audit.Auditor;
import dev.cairn.client.audit.Depth;
import dev.cairn.tree.merkle.TreeHead;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cairn audit}: shows whether a log keeps to one history. */
@Command(
    name = "audit",
    header = "Check that every head of a log extends the one before.",
    description = {
      "Begins at the head that this user saw last. Exits 1 at the first contradiction and keeps both",
      "heads in a file as evidence. With --entries, all entries are downloaded and hashed again."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn audit --vkey example.com/log+530d903a+Ae... --entries",
      "  cairn audit --vkey example.com/log+530d903a+Ae... --follow"
    })
public final class AuditCommand extends ClientCommand {
  @ArgGroup(exclusive = true)
  private final Mode mode = new Mode();

  /** When to end. */
  static final class Mode {
    @SuppressWarnings("UnusedVariable") // the default, for those who like to say it
    @Option(names = "--once", description = "Check the log as it is now, and end; the default.")
    private boolean once;

    @Option(names = "--follow", description = "Go on with each new head.")
    private boolean follow;
  }

  @Option(names = "--entries", description = "Hash every entry, and compare with every head.")
  private boolean entries;

  @Option(
      names = "--evidence",
      paramLabel = "DIR",
      description = "Where evidence is kept. Default: evidence in the state folder.")
  private @Nullable Path evidence;

  @Override
  void run(LogClient client) throws LogException {
    Path folder = evidence == null ? connection.stateFolder().resolve("evidence") : evidence;
    Depth depth = entries ? Depth.ENTRIES : Depth.HEADS;
    AuditOutcome outcome;
    try (Report report = new Report()) {
      Auditor auditor = new Auditor(client, folder, report);
      outcome = mode.follow ? auditor.follow(depth) : auditor.once(depth);
    }
    switch (outcome) {
      case AuditOutcome.Consistent consistent -> print(consistent);
      case AuditOutcome.Contradicted contradicted ->
          throw new CommandException(
              ExitCode.CHECK_FAILED,
              contradicted.evidence().finding() + "; evidence: " + contradicted.file());
    }
  }

  private void print(AuditOutcome.Consistent consistent) {
    TreeHead head = consistent.head().head();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("consistent", true);
    object.put("size", head.size());
    object.put("root_hash", head.root().toHex());
    object.put("heads", consistent.heads());
    object.put("entries", consistent.entries());
    output.print(
        "consistent: %d heads up to size %d, root %s%s"
            .formatted(
                consistent.heads(),
                head.size(),
                head.root().toHex(),
                entries ? "; " + consistent.entries() + " entries hashed" : ""),
        object);
  }

  /** Tells of each head while following, and of the entries on the way. */
  private final class Report implements AuditProgress, AutoCloseable {
    private @Nullable Progress progress;

    @Override
    public void head(TreeHead head) {
      if (mode.follow) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("consistent", true);
        object.put("size", head.size());
        object.put("root_hash", head.root().toHex());
        output.print("consistent: size %d, root %s".formatted(head.size(), head.root()), object);
      }
    }

    @Override
    public void entries(long done, long goal) {
      if (progress == null && !mode.follow) {
        progress = Progress.of("Hashing", "entries", goal);
      }
      if (progress != null) {
        progress.at(done);
      }
    }

    @Override
    public void unreachable(UnreachableException reason) {
      System.err.println("cairn: " + reason.getMessage() + "; trying again");
    }

    @Override
    public void close() {
      if (progress != null) {
        progress.close();
      }
    }
  }
}
