package dev.cairn.backup.repair;

import dev.cairn.backup.copy.LogCopy;
import dev.cairn.backup.copy.StoreFill;
import dev.cairn.backup.form.BackupException;
import dev.cairn.client.LogException;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.HeadFile;
import dev.cairn.server.fsck.Finding;
import dev.cairn.server.fsck.Fsck;
import dev.cairn.server.fsck.FsckReport;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.lmdb.LmdbLogStore;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** Makes the store of a log that is not running anew. For one use. */
public final class Repair {
  private final DataFolder folder;
  private final Optional<LogCopy> copy;
  private final boolean acceptsLostKeys;
  private final RepairProgress progress;

  /**
   * @param folder the log's, stays open
   * @param copy of the log, whose entries are taken before the store's own; stays open
   * @param acceptsLostKeys whether idempotency keys may get lost
   */
  public Repair(
      DataFolder folder, Optional<LogCopy> copy, boolean acceptsLostKeys, RepairProgress progress) {
    this.folder = folder;
    this.copy = copy;
    this.acceptsLostKeys = acceptsLostKeys;
    this.progress = progress;
  }

  /**
   * Repairs. The damaged store is kept beside the new one.
   *
   * @throws BackupException if what can be read does not give the tree that was published, or keys
   *     would be lost: the log is as it was then
   * @throws LogException if the copy cannot be read now
   * @throws DataFolderException if nothing that was published is known, or the folder cannot be
   *     written
   */
  public Repaired run() throws BackupException, LogException, DataFolderException {
    try (HeadFile memory = folder.openPublishedHead()) {
      SignedCheckpoint published =
          memory
              .newest(folder.verifierKey())
              .orElseThrow(
                  () ->
                      new DataFolderException(
                          folder.path()
                              + " has no published checkpoint, against which alone a repair can be"
                              + " judged; restore it, or the log from a backup"));
      SignedCheckpoint newest = newest(published);
      Rebuilt rebuilt = rebuild(published.head(), newest.head());
      Path kept = folder.acceptRepair();
      if (newest.head().size() > published.head().size()) {
        memory.remember(HeadFile.ofLogAlone(newest));
      }
      return rebuilt.keptAt(kept);
    } catch (StoreException | UncheckedIOException e) {
      throw BackupException.unusable(
          "the repair has failed, and nothing was changed: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new DataFolderException(folder.path() + ": " + e.getMessage(), e);
    }
  }

  /** The newest checkpoint that the log has signed: the copy's may be newer than the folder's. */
  private SignedCheckpoint newest(SignedCheckpoint published) throws BackupException, LogException {
    if (copy.isEmpty() || copy.get().checkpoint().head().size() < published.head().size()) {
      return published;
    }
    if (!copy.get().head(published.head().size()).equals(published.head())) {
      throw BackupException.damaged(
          "%s is of another history than the log has published at size %d; nothing was changed"
              .formatted(copy.get(), published.head().size()));
    }
    return copy.get().checkpoint();
  }

  /** A new store that has been accepted. */
  private record Rebuilt(
      TreeHead head,
      EntryTransfer entries,
      StoreFill fill,
      boolean hasAllKeys,
      KeyTransfer keys,
      boolean headWasUnreadable) {
    Repaired keptAt(Path place) {
      return new Repaired(
          head,
          place,
          entries.fromCopy(),
          fill.keys(),
          !hasAllKeys,
          keys.checkpoints(),
          keys.dropped(),
          headWasUnreadable);
    }
  }

  private Rebuilt rebuild(TreeHead published, TreeHead newest)
      throws BackupException, LogException, DataFolderException {
    Path place = folder.newRepairFolder();
    String origin = folder.verifierKey().name();
    LmdbLogStore.create(place, origin);
    boolean accepted = false;
    try (DamagedStore damaged =
            DamagedStore.open(folder, pages -> progress.at(RepairProgress.Part.FILE, pages, 0));
        LogStore store = LmdbLogStore.open(place, origin)) {
      StoreFill fill = new StoreFill(store, folder.verifierKey(), folder::markEvents);
      EntryTransfer entries = new EntryTransfer(damaged, copy, store, fill, progress);
      addEntries(entries, damaged, store, published, newest);
      KeyTransfer keys = new KeyTransfer(damaged, copy, store, fill);
      boolean hasAllKeys = keys.addKeys();
      if (!hasAllKeys && !acceptsLostKeys) {
        throw BackupException.damaged(
            "idempotency keys are lost: %,d are left, and nobody knows of others. An append that is repeated with a lost one would be logged again. Give a backup with --from, or accept it with --accept-lost-keys; nothing was changed"
                .formatted(fill.keys()));
      }
      keys.addCheckpoints(folder.verifierKey());
      TreeHead head = fill.flush();
      requireClean(store);
      accepted = true;
      return new Rebuilt(head, entries, fill, hasAllKeys, keys, !damaged.headIsKnown());
    } finally {
      if (!accepted) {
        var _ = folder.newRepairFolder();
      }
    }
  }

  private void addEntries(
      EntryTransfer entries,
      DamagedStore damaged,
      LogStore store,
      TreeHead published,
      TreeHead newest)
      throws BackupException, LogException, DataFolderException {
    try {
      entries.addUpTo(published);
      entries.addUpTo(newest);
    } catch (BackupException e) {
      throw BackupException.damaged(
          "%s%s; nothing was changed".formatted(e.getMessage(), firstFinding(damaged)), e);
    }
    Optional<Long> stated = entries.addUnsigned();
    long journaled = folder.journaledEntries(store);
    if (stated.isPresent() && store.head().size() + journaled < stated.get()) {
      throw BackupException.damaged(
          "the entries from %d on, which were not published yet, are damaged%s, and the journal does not have them up to %d; nothing was changed"
              .formatted(store.head().size(), firstFinding(damaged), stated.get()));
    }
    long next = store.head().size() + journaled;
    if (damaged.hasBeyondHead(next)) {
      throw BackupException.damaged(
          "the damaged store has an entry %d, and no head that says how many there were%s; it was not published yet, and the journal does not have it; nothing was changed"
              .formatted(next, firstFinding(damaged)));
    }
  }

  /** What is wrong with the damaged store, as far as it says so itself. */
  private String firstFinding(DamagedStore damaged) {
    return damaged
        .store()
        .map(store -> fsck().check(store))
        .filter(report -> !report.isClean())
        .map(FsckReport::findings)
        .map(findings -> findings.getFirst().message())
        .or(() -> Optional.of(damaged.trouble()).filter(trouble -> !trouble.isEmpty()))
        .map(finding -> ": " + finding)
        .orElse("");
  }

  /** Reads the new store once more, as it is on disk. */
  private void requireClean(LogStore store) throws BackupException {
    FsckReport report = fsck().check(store);
    if (!report.isClean()) {
      Finding first = report.findings().getFirst();
      throw BackupException.damaged(
          "the new store is not good: %s; look at the disk; nothing was changed"
              .formatted(first.message()));
    }
  }

  private Fsck fsck() {
    return new Fsck(
        note -> SignedCheckpoint.open(note, folder.verifierKey()).head(),
        (_, done, total) -> progress.at(RepairProgress.Part.CHECK, done, total));
  }
}
