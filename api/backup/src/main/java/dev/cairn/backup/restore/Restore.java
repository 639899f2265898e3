package dev.cairn.backup.restore;

import dev.cairn.backup.check.BackupCheck;
import dev.cairn.backup.check.CheckProgress;
import dev.cairn.backup.copy.CopiedEntries;
import dev.cairn.backup.copy.CopyProgress;
import dev.cairn.backup.copy.LogCopy;
import dev.cairn.backup.copy.StoreFill;
import dev.cairn.backup.form.BackupException;
import dev.cairn.client.LogException;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.Restoration;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.SignedNote;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Makes a log of a copy. */
public final class Restore {
  private final LogCopy copy;
  private final CheckProgress checks;
  private final CopyProgress progress;

  /**
   * @param copy stays open
   * @param checks hears how the check of a backup goes, which comes first
   */
  public Restore(LogCopy copy, CheckProgress checks, CopyProgress progress) {
    this.copy = copy;
    this.checks = checks;
    this.progress = progress;
  }

  /**
   * Makes the log. If this fails there is no log; the same call begins anew.
   *
   * @param path a folder that is empty, not there, or left unfinished by an earlier restore
   * @throws BackupException if the copy is damaged, or its entries do not give the root that the
   *     checkpoint states
   * @throws LogException if the copy cannot be read now
   * @throws DataFolderException if the folder cannot be used or written
   */
  public Restored into(Path path, KeyMaterial key)
      throws BackupException, LogException, DataFolderException {
    SignedCheckpoint checkpoint = copy.checkpoint();
    long size = checkpoint.head().size();
    if (copy.backup().isPresent()) {
      new BackupCheck(copy.backup().get().files(), Optional.of(checkpoint.log()), checks)
          .requireClean("nothing was restored");
    }
    try (Restoration restoration = Restoration.begin(path, checkpoint.log())) {
      StoreFill fill = new StoreFill(restoration.store(), checkpoint.log(), () -> {});
      CopiedEntries copied = new CopiedEntries(copy, progress);
      copied.entries(fill, size);
      TreeHead head = fill.flush();
      if (!head.equals(checkpoint.head())) {
        throw BackupException.damaged(
            "the entries of %s give %s, and its checkpoint states %s"
                .formatted(copy, head, checkpoint.head()));
      }
      boolean hasAllKeys = copied.keys(fill, 0, size);
      copied.checkpoints(fill, 0, size);
      var _ = fill.flush();
      Optional<SignedCheckpoint> witnessed =
          copy.backup().flatMap(backup -> backup.description().witnessed());
      List<SignedNote> losses =
          copy.backup().map(backup -> backup.description().losses()).orElse(List.of());
      restoration.addLosses(losses);
      restoration.finish(checkpoint, witnessed, key.toBytes(), fill.hasEvents());
      return new Restored(checkpoint, fill.keys(), hasAllKeys);
    } catch (StoreException e) {
      throw BackupException.unusable(
          "cannot restore into %s: %s; run the same command again".formatted(path, e.getMessage()),
          e);
    }
  }
}
