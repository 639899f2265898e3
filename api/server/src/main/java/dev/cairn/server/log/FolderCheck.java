package dev.cairn.server.log;

import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.PublishedMemory;
import dev.cairn.server.fsck.CheckpointOpener;
import dev.cairn.server.fsck.Fsck;
import dev.cairn.server.fsck.FsckProgress;
import dev.cairn.server.fsck.FsckReport;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.lmdb.LmdbLogStore;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.util.Optional;

/** Checks a log that is not running: its store as a whole, and against what was published. */
public final class FolderCheck {
  private FolderCheck() {}

  /**
   * What a check has found.
   *
   * @param store what is wrong within the store
   * @param published why the store is not that of the newest published checkpoint, if so
   */
  public record Result(FsckReport store, Optional<String> published) {
    /** Whether nothing is wrong. */
    public boolean isClean() {
      return store.isClean() && published.isEmpty();
    }
  }

  /** Checks an open, and so locked, folder; changes nothing in it. */
  public static Result check(DataFolder folder, FsckProgress progress) {
    CheckpointOpener opener = note -> SignedCheckpoint.open(note, folder.verifierKey()).head();
    FsckReport report =
        new Fsck(opener, progress).check(folder.storeFolder(), folder.verifierKey().name());
    return new Result(report, published(folder, report));
  }

  private static Optional<String> published(DataFolder folder, FsckReport report) {
    if (!report.isClean()) {
      // A damaged store says nothing about heads; its findings do.
      return Optional.empty();
    }
    try (LogStore store =
            LmdbLogStore.openReadOnly(folder.storeFolder(), folder.verifierKey().name());
        PublishedMemory memory = PublishedMemory.open(folder)) {
      var _ = StartCheck.newest(folder.path(), store, memory);
      var _ = folder.journaledEntries(store);
      return Optional.empty();
    } catch (DataFolderException | StoreException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
