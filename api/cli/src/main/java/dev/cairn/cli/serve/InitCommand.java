package dev.cairn.cli.serve;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.cli.console.Passphrase;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.PublishedMemory;
import dev.cairn.server.log.HeadFiles;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn init}: makes a log. */
@Command(
    name = "init",
    header = "Create a new, empty log and its signing key.",
    description = {
      "Prints the verifier key (vkey): give it to everyone who checks the log.",
      "The key file is readable by you alone; with a passphrase it is encrypted as well."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  cairn init --data ./log --origin example.com/log",
      "  cairn init --data ./log --origin example.com/log --head-file /mnt/other/log.head"
    })
public final class InitCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The log's folder; empty or not yet there.")
  @SuppressWarnings("NullAway.Init")
  private Path data;

  @Option(
      names = "--origin",
      paramLabel = "NAME",
      required = true,
      description = "The log's name in all its checkpoints, such as example.com/log.")
  @SuppressWarnings("NullAway.Init")
  private String origin;

  @Option(
      names = "--head-file",
      paramLabel = "FILE",
      description = {
        "Also make a head file on another volume, to be named with cairn serve --head-file:",
        "it remembers the newest head where no restore of the folder takes it back."
      })
  private @Nullable Path headFile;

  @Mixin private final Passphrase passphrase = new Passphrase();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    SigningKey key = NewKey.named(origin, KeyType.ED25519);
    try {
      if (headFile != null) {
        PublishedMemory.requireNew(headFile);
        PublishedMemory.requireApart(data, headFile);
      }
      DataFolder.create(data, key, passphrase.read().orElse(new char[0]));
      if (headFile != null) {
        remember(headFile);
      }
    } catch (DataFolderException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
    String vkey = key.verifierKey().toString();
    output.print(
        vkey, Map.of("origin", origin, "vkey", vkey, "data", data.toAbsolutePath().toString()));
    return ExitCode.OK;
  }

  private void remember(Path file) throws DataFolderException {
    try (DataFolder folder = DataFolder.open(data)) {
      var _ = HeadFiles.create(folder, file);
    }
  }
}
