package dev.cairn.cli.serve;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.PublishedMemory;
import dev.cairn.server.log.HeadFiles;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn remember}: gives an existing log a head file. */
@Command(
    name = "remember",
    header = "Make a head file: a second memory of a log's newest head, on another volume.",
    description = {
      "The log must not be running. Put the file on a volume that is not restored together with the data",
      "folder, and name it from then on in head_file or with cairn serve --head-file: a folder that was",
      "rolled back is then refused, and so is a copy of it while the log runs. An existing file is never",
      "written over.",
      "With --forget-time no file is made: the log forgets when it published its newest head, because its",
      "clock was ahead then, and would otherwise wait until that time comes."
    },
    footerHeading = "%nExample:%n",
    footer = "  cairn remember --data ./log --head-file /mnt/other/log.head")
public final class RememberCommand implements Callable<Integer> {
  @Option(names = "--data", paramLabel = "DIR", required = true, description = "The log's folder.")
  @SuppressWarnings("NullAway.Init")
  private Path data;

  @Option(
      names = "--head-file",
      paramLabel = "FILE",
      description = "The file to make, on another volume; with --forget-time, the one there is.")
  private @Nullable Path headFile;

  @Option(
      names = "--forget-time",
      description = "Forget when the newest head was published, here and in the head file.")
  private boolean forgetTime;

  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    try (DataFolder folder = DataFolder.open(data)) {
      SignedCheckpoint newest = forgetTime ? forgetTime(folder) : create(folder);
      output.print(
          "%s of %s, size %d"
              .formatted(
                  forgetTime ? "forgotten: the time" : "remembered: the head",
                  folder.verifierKey().name(),
                  newest.head().size()),
          Map.of(
              "origin",
              folder.verifierKey().name(),
              "size",
              newest.head().size(),
              "head_file",
              headFile == null ? "" : headFile.toAbsolutePath().toString()));
      return ExitCode.OK;
    } catch (DataFolderException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }

  private SignedCheckpoint create(DataFolder folder) throws DataFolderException {
    if (headFile == null) {
      throw new CommandException(ExitCode.USAGE, "give --head-file FILE, or --forget-time");
    }
    return HeadFiles.create(folder, headFile);
  }

  private SignedCheckpoint forgetTime(DataFolder folder) throws DataFolderException {
    try (PublishedMemory memory =
        headFile == null ? PublishedMemory.open(folder) : PublishedMemory.open(folder, headFile)) {
      return HeadFiles.forgetTime(memory);
    }
  }
}
