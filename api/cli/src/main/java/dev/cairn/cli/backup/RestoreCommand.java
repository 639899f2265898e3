package dev.cairn.cli.backup;

import dev.cairn.backup.copy.LogCopy;
import dev.cairn.backup.form.BackupException;
import dev.cairn.backup.restore.KeyMaterial;
import dev.cairn.backup.restore.Restore;
import dev.cairn.backup.restore.Restored;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.cli.console.Passphrase;
import dev.cairn.cli.console.Words;
import dev.cairn.client.LogException;
import dev.cairn.server.folder.DataFolderException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn restore}: makes a log of a backup, an export or a mirror. */
@Command(
    name = "restore",
    header = "Make a log of a backup, an export or a mirror.",
    description = {
      "Checks all of the backup, computes the tree anew from the entries, and makes the log only if",
      "its root is the signed one. DIR must be empty or not there; a restore that was interrupted is",
      "begun anew by the same command. Of an export, a mirror or a URL, whose key must be given with",
      "--vkey, idempotency keys other than those of events are lost: an append that is repeated with",
      "one of them is logged again.",
      "",
      "The log is marked as restored: it signs nothing before it is known that nothing newer was",
      "published. cairn catch-up brings it up to a mirror that has more.",
      "",
      "Exit codes: 0 done, 1 the copy is damaged or not signed, 2 wrong usage, or DIR cannot be",
      "written, 3 the URL cannot be read now."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn restore --from /backup/log --data ./log --key ./key",
      "  cairn restore --from https://log.example.com/ --vkey example.com/log+530d903a+Ae... \\",
      "    --data ./log --key ./key"
    })
public final class RestoreCommand implements Callable<Integer> {
  @Option(
      names = "--from",
      paramLabel = "DIR|FILE|URL",
      required = true,
      description = "A backup, or the static files of the log in a folder or below a URL.")
  @SuppressWarnings("NullAway.Init")
  private String from;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The folder of the log; empty or not yet there.")
  @SuppressWarnings("NullAway.Init")
  private Path data;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The log's key file. Needed unless the backup was made with --with-key.")
  private @Nullable Path key;

  @Option(
      names = "--vkey",
      paramLabel = "KEY",
      description = "The log's key. Needed unless --from is a backup.")
  private @Nullable String vkey;

  @Mixin private final Passphrase passphrase = new Passphrase();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    print(BackupFailures.explained(this::restore));
    return ExitCode.OK;
  }

  private Restored restore() throws BackupException, LogException, DataFolderException {
    try (LogCopy copy = LogCopy.open(from, BackupFailures.key(vkey));
        Bars bars = new Bars("Restoring")) {
      Restore restore = new Restore(copy, bars::at, (done, size) -> bars.at(Part.TREE, done, size));
      return restore.into(data, signingKey(copy));
    }
  }

  private enum Part {
    TREE
  }

  private KeyMaterial signingKey(LogCopy copy) throws BackupException {
    char[] secret = passphrase.read().orElse(new char[0]);
    return key == null
        ? KeyMaterial.ofBackup(copy, secret)
        : KeyMaterial.read(key, copy.checkpoint().log(), secret);
  }

  private void print(Restored restored) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("origin", restored.checkpoint().log().name());
    object.put("size", restored.checkpoint().head().size());
    object.put("root_hash", restored.checkpoint().head().root().toHex());
    object.put("keys", restored.keys());
    object.put("has_all_keys", restored.hasAllKeys());
    object.put("data", data.toAbsolutePath().toString());
    output.print(
        "restored %s: %s, root %s, %s"
            .formatted(
                restored.checkpoint().log().name(),
                Words.entries(restored.checkpoint().head().size()),
                restored.checkpoint().head().root().toHex(),
                Words.count(restored.keys(), "idempotency key")),
        object);
    if (!restored.hasAllKeys()) {
      output.say(
          "idempotency keys other than those of events are lost: an append that is repeated with"
              + " one of them is logged again");
    }
    output.say(
        "it is marked as restored, and signs nothing before it is known that nothing newer was"
            + " published");
  }
}
