package dev.cairn.cli.serve;

import dev.cairn.backup.copy.LogCopy;
import dev.cairn.backup.form.BackupException;
import dev.cairn.backup.repair.Repair;
import dev.cairn.backup.repair.Repaired;
import dev.cairn.cli.backup.BackupFailures;
import dev.cairn.cli.backup.Bars;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.cli.console.Words;
import dev.cairn.client.LogException;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.fsck.Finding;
import dev.cairn.server.fsck.FsckReport;
import dev.cairn.server.log.FolderCheck;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn fsck}: checks a log's folder offline. */
@Command(
    name = "fsck",
    header = "Check every entry, hash and key of a log's store against its signed head.",
    description = {
      "The log must not be running. Nothing is changed without --repair. Each finding names the first",
      "index affected; the exit code is 0 if there is none, else 1.",
      "",
      "With --repair a damaged store is made anew: all hashes are computed from the entries, and the",
      "result takes its place only if it has the root that the log has signed. Where entries are",
      "damaged themselves, --from names a backup, an export or a mirror that has them. The damaged",
      "store is kept as store.damaged-<n>. The indexes are deleted and built anew at the next start.",
      "The exit code is 0 if the store is good afterwards; else 1, and nothing was changed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn fsck --data ./log",
      "  cairn fsck --data ./log --repair",
      "  cairn fsck --data ./log --repair --from /backup/log"
    })
public final class FsckCommand implements Callable<Integer> {
  @Option(names = "--data", paramLabel = "DIR", required = true, description = "The log's folder.")
  @SuppressWarnings("NullAway.Init")
  private Path data;

  @Option(names = "--repair", description = "Make a damaged store anew.")
  private boolean repair;

  @Option(
      names = "--from",
      paramLabel = "DIR|FILE|URL",
      description = "With --repair: a backup, export or mirror of the log, to take entries from.")
  private @Nullable String from;

  @Option(
      names = "--accept-lost-keys",
      description = "With --repair: go on though idempotency keys are lost.")
  private boolean acceptLostKeys;

  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    if (!repair && (from != null || acceptLostKeys)) {
      throw new CommandException(ExitCode.USAGE, "--from and --accept-lost-keys need --repair");
    }
    return BackupFailures.explained(this::check);
  }

  private int check() throws BackupException, LogException, DataFolderException {
    try (DataFolder folder = DataFolder.open(data)) {
      FolderCheck.Result result;
      try (Bars bars = new Bars("Checking")) {
        result = FolderCheck.check(folder, bars::at);
      }
      print(result);
      if (repair) {
        repair(folder, result.isClean());
        return ExitCode.OK;
      }
      return result.isClean() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }
  }

  private void repair(DataFolder folder, boolean isClean)
      throws BackupException, LogException, DataFolderException {
    if (isClean) {
      folder.deleteIndexes();
      output.say("there is nothing to repair; the indexes are built anew at the next start");
      return;
    }
    try (Bars bars = new Bars("Repairing")) {
      if (from == null) {
        print(new Repair(folder, Optional.empty(), acceptLostKeys, bars::at).run());
        return;
      }
      try (LogCopy copy = LogCopy.open(from, Optional.of(folder.verifierKey()))) {
        print(new Repair(folder, Optional.of(copy), acceptLostKeys, bars::at).run());
      }
    }
  }

  private void print(Repaired repaired) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("repaired", true);
    object.put("size", repaired.head().size());
    object.put("root_hash", repaired.head().root().toHex());
    object.put("entries_from_copy", repaired.fromCopy());
    object.put("keys", repaired.keys());
    object.put("lost_keys", repaired.lostKeys());
    object.put("checkpoints", repaired.checkpoints());
    object.put("dropped_checkpoints", repaired.droppedCheckpoints());
    object.put("damaged_store", repaired.damaged().toString());
    output.print(
        "repaired: size %d, root %s; %s from the copy; the damaged store is kept in %s"
            .formatted(
                repaired.head().size(),
                repaired.head().root().toHex(),
                Words.entries(repaired.fromCopy()),
                repaired.damaged()),
        object);
    if (repaired.lostKeys()) {
      output.say(
          "idempotency keys were lost: %s left; an append that is repeated with a lost one is logged again"
              .formatted(Words.count(repaired.keys(), "key")));
    }
    if (repaired.droppedCheckpoints() > 0) {
      output.say(
          "%s of the history could not be kept"
              .formatted(Words.count(repaired.droppedCheckpoints(), "checkpoint")));
    }
    if (repaired.headWasUnreadable()) {
      output.say(
          "the damaged store did not say how many entries it had: after the published ones there"
              + " are those of the journal only");
    }
  }

  private void print(FolderCheck.Result result) {
    FsckReport report = result.store();
    List<String> findings =
        Stream.concat(report.findings().stream().map(Finding::message), result.published().stream())
            .toList();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("clean", result.isClean());
    object.put("size", report.head().size());
    object.put("root_hash", report.head().root().toHex());
    object.put("entries", report.entries());
    object.put("nodes", report.nodes());
    object.put("keys", report.keys());
    object.put("checkpoints", report.checkpoints());
    object.put("findings", findings);
    object.put("more_findings", report.moreFindings());
    findings.forEach(output::say);
    if (report.moreFindings() > 0) {
      output.say("... and %,d more".formatted(report.moreFindings()));
    }
    output.print(
        "%s: %,d entries, %,d nodes, %,d keys, %,d checkpoints; size %d, root %s"
            .formatted(
                result.isClean() ? "clean" : "DAMAGED",
                report.entries(),
                report.nodes(),
                report.keys(),
                report.checkpoints(),
                report.head().size(),
                report.head().root().toHex()),
        object);
  }
}
