package dev.cairn.cli.backup;

import dev.cairn.backup.check.BackupCheck;
import dev.cairn.backup.check.BackupReport;
import dev.cairn.backup.form.BackupException;
import dev.cairn.backup.form.BackupFiles;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.cli.console.Words;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn backup verify}: checks a backup. */
@Command(
    name = "verify",
    header = "Check every file of a backup.",
    description = {
      "Hashes every file and compares it with its manifest, computes the tree from the entries, and",
      "verifies the checkpoint's signature and every kept checkpoint. Nothing is changed. Without",
      "--vkey the log's key is believed that the backup names.",
      "",
      "Exit codes: 0 the backup is good, 1 it is not, each finding names a file, 2 wrong usage."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn backup verify --from /backup/log --vkey example.com/log+530d903a+Ae...",
      "  cairn backup verify --from /backup/log-today.tar"
    })
public final class VerifyBackupCommand implements Callable<Integer> {
  @Option(
      names = "--from",
      paramLabel = "DIR|FILE",
      required = true,
      description = "The backup: its folder, or the archive.")
  @SuppressWarnings("NullAway.Init")
  private Path from;

  @Option(names = "--vkey", paramLabel = "KEY", description = "The log's key.")
  private @Nullable String vkey;

  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    BackupReport report = BackupFailures.explained(this::check);
    print(report);
    return report.isClean() ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }

  private BackupReport check() throws BackupException {
    try (BackupFiles files = BackupFiles.open(from);
        Bars bars = new Bars("Checking")) {
      return new BackupCheck(files, BackupFailures.key(vkey), bars::at).run();
    }
  }

  private void print(BackupReport report) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("clean", report.isClean());
    object.put("origin", report.description().log().name());
    object.put("vkey", report.description().log().toString());
    object.put("size", report.description().size());
    object.put("root_hash", report.description().checkpoint().head().root().toHex());
    object.put("files", report.files());
    object.put("keys", report.description().keys());
    object.put("checkpoints", report.description().checkpoints());
    object.put("has_signing_key", report.description().hasKey());
    object.put("has_unlisted_key", report.hasUnlistedKey());
    object.put("time", report.description().time().toString());
    object.put("findings", report.findings());
    object.put("more_findings", report.moreFindings());
    report.findings().forEach(output::say);
    if (report.moreFindings() > 0) {
      output.say("... and %,d more".formatted(report.moreFindings()));
    }
    if (report.hasUnlistedKey()) {
      output.say(
          "there is a signing key in it that it does not state: a backup with --with-key was"
              + " interrupted; delete the file key, or run the backup again, which does");
    }
    output.print(
        "%s: %s, root %s; %s, %s, %s; made %s"
            .formatted(
                report.isClean() ? "verified" : "DAMAGED",
                Words.entries(report.description().size()),
                report.description().checkpoint().head().root().toHex(),
                Words.count(report.files(), "file"),
                Words.count(report.description().keys(), "key"),
                Words.count(report.description().checkpoints(), "checkpoint"),
                report.description().time()),
        object);
  }
}
