package dev.cairn.backup.restore;

import dev.cairn.backup.check.BackupCheck;
import dev.cairn.backup.check.CheckProgress;
import dev.cairn.backup.copy.CopiedEntries;
import dev.cairn.backup.copy.CopyProgress;
import dev.cairn.backup.copy.LogCopy;
import dev.cairn.backup.copy.StoreFill;
import dev.cairn.backup.form.BackupException;
import dev.cairn.client.LogException;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.FolderView;
import dev.cairn.server.folder.HeadFile;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.journal.Journal;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.TreeHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Brings a log that is not running up to a copy of it that has more. */
public final class CatchUp {
  private final DataFolder folder;
  private final LogCopy copy;
  private final CheckProgress checks;
  private final CopyProgress progress;

  /**
   * @param folder the log's, stays open
   * @param copy of the same log, stays open
   * @param checks hears how the check of a backup goes, which comes first
   */
  public CatchUp(DataFolder folder, LogCopy copy, CheckProgress checks, CopyProgress progress) {
    this.folder = folder;
    this.copy = copy;
    this.checks = checks;
    this.progress = progress;
  }

  /**
   * Takes the entries that the log lacks, and makes the copy's checkpoint the newest published one
   * if it is newer; of a backup also all keys and checkpoints that the log lacks. A call that was
   * interrupted is repeated.
   *
   * @throws BackupException if the copy has not the log's tree, or is damaged; nothing of it was
   *     taken that does not verify
   * @throws LogException if the copy cannot be read now
   * @throws DataFolderException if the folder is damaged
   */
  public CaughtUp run() throws BackupException, LogException, DataFolderException {
    if (copy.backup().isPresent()) {
      new BackupCheck(copy.backup().get().files(), Optional.of(folder.verifierKey()), checks)
          .requireClean("nothing was changed");
    }
    try (LogStore store = folder.openStore();
        Journal journal = folder.openJournal(store);
        HeadFile memory = folder.openPublishedHead()) {
      SignedCheckpoint published = published(memory);
      requireAllStored(journal);
      TreeHead before = store.head();
      requireOneHistory(store, published);
      StoreFill fill = new StoreFill(store, folder.verifierKey(), folder::markEvents);
      long target = Math.max(before.size(), copy.checkpoint().head().size());
      boolean hasAllKeys = take(fill, target);
      SignedCheckpoint now = published;
      if (copy.checkpoint().head().size() > published.head().size()) {
        now = HeadFile.ofLogAlone(copy.checkpoint());
        memory.remember(now);
      }
      return new CaughtUp(before.size(), target, now, fill.keys(), hasAllKeys);
    } catch (StoreException | UncheckedIOException e) {
      throw BackupException.unusable(
          "the log cannot catch up: %s; once that is mended, run the same command again"
              .formatted(e.getMessage()),
          e);
    } catch (IOException e) {
      throw new DataFolderException(folder.path() + ": " + e.getMessage(), e);
    }
  }

  /** Entries of the copy in their place would be without the keys that the journal has. */
  static void requireAllStored(Journal journal) throws BackupException {
    if (!journal.unstored().isEmpty()) {
      throw BackupException.unusable(
          "the journal has entries from %d on for which the store has no room: make room first; nothing was changed"
              .formatted(journal.unstored().getFirst().expected().size()));
    }
  }

  private SignedCheckpoint published(HeadFile memory) throws IOException, DataFolderException {
    return memory
        .newest(folder.verifierKey())
        .orElseThrow(
            () ->
                new DataFolderException(
                    folder.path() + " has no published checkpoint; restore the file"));
  }

  private boolean take(StoreFill fill, long to) throws BackupException, LogException {
    CopiedEntries copied = new CopiedEntries(copy, progress);
    if (fill.size() < to) {
      copied.entries(fill, to);
      TreeHead head = fill.flush();
      if (!head.equals(copy.checkpoint().head())) {
        throw BackupException.damaged(
            "the entries of %s give %s, and its checkpoint states %s"
                .formatted(copy, head, copy.checkpoint().head()));
      }
    }
    // Also of entries that are there: an earlier run may not have come to their keys.
    boolean hasAllKeys = copied.keys(fill, 0, to);
    copied.checkpoints(fill, 0, to);
    var _ = fill.flush();
    return hasAllKeys;
  }

  /** The smaller of two heads must be one that the tree of the larger one had. */
  private void requireOneHistory(LogStore store, SignedCheckpoint published)
      throws BackupException, LogException, DataFolderException {
    TreeHead own = store.head();
    TreeHead other = copy.checkpoint().head();
    boolean isOne =
        other.size() <= own.size()
            ? store.read(view -> new Prover(view).head(other.size())).equals(other)
            : copy.head(own.size()).equals(own);
    if (!isOne) {
      throw BackupException.damaged(
          "%s is of another history than the log: their first %d entries are not the same; nothing was changed"
              .formatted(copy, Math.min(own.size(), other.size())));
    }
    requireRemembered(store, published, "published");
    Optional<SignedCheckpoint> witnessed = FolderView.of(folder.path()).witnessed();
    if (witnessed.isPresent()) {
      requireRemembered(store, witnessed.get(), "witnessed");
    }
    if (own.size() < published.head().size()) {
      // What was derived from entries that the store lacks is not to be trusted.
      folder.deleteIndexes();
    }
  }

  /** The log is to be one with each head that anyone may have seen, unless it is declared lost. */
  private void requireRemembered(LogStore store, SignedCheckpoint checkpoint, String seen)
      throws BackupException, LogException, DataFolderException {
    TreeHead head = checkpoint.head();
    if (folder.losses().name(head)) {
      return;
    }
    if (head.size() <= store.head().size()) {
      if (!store.read(view -> new Prover(view).head(head.size())).equals(head)) {
        throw BackupException.damaged(
            "the store in %s is not the tree that was %s at size %d; put back the one that was; nothing was changed"
                .formatted(folder.path(), seen, head.size()));
      }
    } else if (head.size() <= copy.checkpoint().head().size()
        && !copy.head(head.size()).equals(head)) {
      throw BackupException.damaged(
          "%s is of another history than the log has %s at size %d; nothing was changed"
              .formatted(copy, seen, head.size()));
    }
  }
}
