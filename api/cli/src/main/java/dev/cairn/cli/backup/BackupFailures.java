package dev.cairn.cli.backup;

import dev.cairn.backup.form.BackupException;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.log.ClientFailures;
import dev.cairn.client.FolderMemory;
import dev.cairn.client.LogException;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.VerifierKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the failures of backups mean for a command's exit. */
public final class BackupFailures {
  private BackupFailures() {}

  /** Something that may fail in all the ways in which backups do. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T run() throws BackupException, LogException, DataFolderException;
  }

  /** Does some work; one line and an exit code if it fails. */
  public static <T> T explained(Work<T> work) {
    try {
      return work.run();
    } catch (BackupException e) {
      throw CommandException.because(
          switch (e.kind()) {
            case UNUSABLE -> ExitCode.USAGE;
            case DAMAGED -> ExitCode.CHECK_FAILED;
          },
          e);
    } catch (DataFolderException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    } catch (LogException e) {
      throw ClientFailures.explain(e, FolderMemory.userFolder());
    }
  }

  /** A verifier key that was given, or not. */
  public static Optional<VerifierKey> key(@Nullable String vkey) {
    if (vkey == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(VerifierKey.parse(vkey));
    } catch (MalformedException e) {
      throw new CommandException(ExitCode.USAGE, "--vkey: " + e.getMessage(), e);
    }
  }
}
