package dev.cairn.backup.restore;

import dev.cairn.backup.copy.CopiedEntries;
import dev.cairn.backup.copy.CopyProgress;
import dev.cairn.backup.copy.LogCopy;
import dev.cairn.backup.copy.StoreFill;
import dev.cairn.backup.form.BackupException;
import dev.cairn.client.LogException;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.HeadFile;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.journal.Journal;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.TreeHead;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Brings a log that is not running up to a copy of it that has more. */
public final class CatchUp {
  private final DataFolder folder;
  private final LogCopy copy;
  private final CopyProgress progress;

  /**
   * @param folder the log's, stays open
   * @param copy of the same log, stays open
   */
  public CatchUp(DataFolder folder, LogCopy copy, CopyProgress progress) {
    this.folder = folder;
    this.copy = copy;
    this.progress = progress;
  }

  /**
   * Takes the entries that the log lacks, and makes the copy's checkpoint the newest published one
   * if it is newer. A call that was interrupted is repeated.
   *
   * @throws BackupException if the copy has not the log's tree, or is damaged; nothing of it was
   *     taken that does not verify
   * @throws LogException if the copy cannot be read now
   * @throws DataFolderException if the folder is damaged
   */
  public CaughtUp run() throws BackupException, LogException, DataFolderException {
    try (LogStore store = folder.openStore();
        Journal _ = folder.openJournal(store);
        HeadFile memory = folder.openPublishedHead()) {
      SignedCheckpoint published = published(memory);
      TreeHead before = store.head();
      requireOneHistory(store, published);
      StoreFill fill = new StoreFill(store);
      long target = Math.max(before.size(), copy.checkpoint().head().size());
      boolean hasAllKeys = take(fill, before.size(), target);
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

  private SignedCheckpoint published(HeadFile memory) throws IOException, DataFolderException {
    return memory
        .newest(folder.verifierKey())
        .orElseThrow(
            () ->
                new DataFolderException(
                    folder.path() + " has no published checkpoint; restore the file"));
  }

  private boolean take(StoreFill fill, long from, long to) throws BackupException, LogException {
    if (from == to) {
      return true;
    }
    CopiedEntries copied = new CopiedEntries(copy, progress);
    copied.entries(fill, to);
    TreeHead head = fill.flush();
    if (!head.equals(copy.checkpoint().head())) {
      throw BackupException.damaged(
          "the entries of %s give %s, and its checkpoint states %s"
              .formatted(copy, head, copy.checkpoint().head()));
    }
    if (fill.hasEvents()) {
      markEvents();
    }
    boolean hasAllKeys = copied.keys(fill, from, to);
    copied.checkpoints(fill, from, to);
    var _ = fill.flush();
    return hasAllKeys;
  }

  private void markEvents() throws BackupException {
    try {
      folder.markEvents();
    } catch (DataFolderException e) {
      throw BackupException.unusable(String.valueOf(e.getMessage()), e);
    }
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
    TreeHead head = published.head();
    if (own.size() < head.size()) {
      requirePublished(head, other);
      // What was derived from entries that the store lacks is not to be trusted.
      folder.deleteIndexes();
    }
  }

  private void requirePublished(TreeHead published, TreeHead other)
      throws BackupException, LogException {
    if (other.size() >= published.size() && !copy.head(published.size()).equals(published)) {
      throw BackupException.damaged(
          "%s is of another history than the log has published at size %d; nothing was changed"
              .formatted(copy, published.size()));
    }
  }
}
