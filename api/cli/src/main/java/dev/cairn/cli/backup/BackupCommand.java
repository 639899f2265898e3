package dev.cairn.cli.backup;

import dev.cairn.backup.form.BackupException;
import dev.cairn.backup.form.BackupFiles;
import dev.cairn.backup.write.Backup;
import dev.cairn.backup.write.BackupArchive;
import dev.cairn.backup.write.BackupResult;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.cli.console.Words;
import dev.cairn.client.LogException;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.FolderView;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.lmdb.LmdbLogStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn backup}: backs up a log, running or not. */
@Command(
    name = "backup",
    header = "Back up a log, while it is running or not.",
    description = {
      "Writes the log up to its newest published checkpoint: its entries and hashes as static files",
      "(C2SP tlog-tiles), its idempotency keys and its checkpoints, with a manifest that sha256sum -c",
      "reads. Everything is verified against the checkpoint before it is written. Run it again to",
      "bring DIR up to date: only what is new is written. Whenever it is interrupted, the earlier",
      "backup is whole. A FILE that ends in .tar is one archive of the same, always in full.",
      "",
      "The signing key is not in the backup unless --with-key is given: keep it apart, or restore",
      "the log from the backup and the key.",
      "",
      "Exit codes: 0 done, 1 the store does not give the tree that was published, or another history",
      "than the earlier backup has, 2 wrong usage, or the backup cannot be written."
    },
    subcommands = VerifyBackupCommand.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn backup --data ./log --to /backup/log",
      "  cairn backup --data ./log --to /backup/log-today.tar",
      "  cairn backup verify --from /backup/log"
    })
public final class BackupCommand implements Callable<Integer> {
  @Option(names = "--data", paramLabel = "DIR", description = "The log's folder.")
  private @Nullable Path data;

  @Option(
      names = "--to",
      paramLabel = "DIR|FILE",
      description = "Where the backup goes: a folder, made if it is missing, or a file *.tar.")
  private @Nullable Path to;

  @Option(
      names = "--with-key",
      description =
          "Put the signing key into the backup, as it is on disk. Who reads it can sign as the log.")
  private boolean withKey;

  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    if (data == null || to == null) {
      throw new CommandException(
          ExitCode.USAGE, "backup needs --data and --to; see: cairn backup --help");
    }
    Path target = to;
    Path log = data;
    print(target, BackupFailures.explained(() -> run(log, target)));
    return ExitCode.OK;
  }

  private BackupResult run(Path log, Path target)
      throws BackupException, LogException, DataFolderException {
    FolderView view = FolderView.of(log);
    try (LogStore store = LmdbLogStore.openBeside(view.storeFolder(), view.verifierKey().name());
        Bars bars = new Bars("Backing up")) {
      Backup backup = new Backup(view, store, InstantSource.system(), bars::at);
      return BackupFiles.isArchive(target)
          ? new BackupArchive(backup).write(target, withKey)
          : backup.into(target, withKey);
    } catch (StoreException e) {
      throw BackupException.damaged("the log's store cannot be read: " + e.getMessage(), e);
    }
  }

  private void print(Path target, BackupResult result) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("origin", result.description().log().name());
    object.put("size", result.description().size());
    object.put("root_hash", result.description().checkpoint().head().root().toHex());
    object.put("keys", result.description().keys());
    object.put("checkpoints", result.description().checkpoints());
    object.put("increments", result.description().increments().size());
    object.put("has_signing_key", result.description().hasKey());
    object.put("files_written", result.files());
    object.put("bytes_written", result.bytes());
    object.put("changed", result.hasChanged());
    String head =
        "size %d, root %s"
            .formatted(
                result.description().size(),
                result.description().checkpoint().head().root().toHex());
    String origin = result.description().log().name();
    output.print(
        result.hasChanged()
            ? "backed up %s: %s; %s written; %s a signing key"
                .formatted(
                    origin,
                    head,
                    Words.count(result.files(), "file"),
                    result.description().hasKey() ? "with" : "without")
            : "%s already has %s: %s; nothing to do".formatted(target, origin, head),
        object);
  }
}
