package dev.cairn.server.fsck;

import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.lmdb.LmdbLogStore;
import dev.cairn.tree.merkle.TreeHead;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks a store that no process is writing to. Reads everything once and takes memory for a few
 * thousand hashes, and a bit for each page of the file.
 */
public final class Fsck {
  private final CheckpointOpener opener;
  private final FsckProgress progress;

  /**
   * @param opener opens checkpoints with the log's key
   * @param progress is told how far the check is, on the checking thread
   */
  public Fsck(CheckpointOpener opener, FsckProgress progress) {
    this.opener = opener;
    this.progress = progress;
  }

  /**
   * Checks the store in {@code folder}: the file first, because LMDB would trust it, and then what
   * is in it. The caller keeps others from opening the store meanwhile.
   *
   * @param origin the origin of the log that is expected
   */
  public FsckReport check(Path folder, String origin) {
    try {
      LmdbLogStore.checkFile(folder, pages -> progress.at(FsckProgress.Part.FILE, pages, 0));
      try (LogStore store = LmdbLogStore.openReadOnly(folder, origin)) {
        return check(store);
      }
    } catch (StoreException e) {
      List<Finding> findings = List.of(new Finding.Unreadable(e.getMessage()));
      return new FsckReport(TreeHead.EMPTY, 0, 0, 0, 0, findings, 0);
    }
  }

  /** Checks what is in an open store. */
  public FsckReport check(LogStore store) {
    return store.read(this::check);
  }

  private FsckReport check(Snapshot view) {
    Findings findings = new Findings();
    TreeCheck tree = new TreeCheck(view, findings, progress);
    KeyCheck keys = new KeyCheck(view, findings, progress);
    CheckpointCheck checkpoints = new CheckpointCheck(view, findings, opener, progress);
    tree.check();
    keys.check();
    checkpoints.check();
    return new FsckReport(
        view.head(),
        tree.entries(),
        tree.nodes(),
        keys.keys(),
        checkpoints.checkpoints(),
        findings.first(),
        findings.more());
  }
}
