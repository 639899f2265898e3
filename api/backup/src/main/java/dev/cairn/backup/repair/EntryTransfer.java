package dev.cairn.backup.repair;

import dev.cairn.backup.copy.CopiedEntries;
import dev.cairn.backup.copy.LogCopy;
import dev.cairn.backup.copy.StoreFill;
import dev.cairn.backup.form.BackupException;
import dev.cairn.client.LogException;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.TreeGrowth;
import dev.cairn.tree.merkle.TreeHead;
import java.util.List;
import java.util.Optional;

/** Brings the entries of a damaged store, or of a copy, into a new store. */
final class EntryTransfer {
  private static final int ENTRIES_AT_ONCE = 1_024;

  private final DamagedStore damaged;
  private final Optional<LogCopy> copy;
  private final LogStore store;
  private final StoreFill fill;
  private final RepairProgress progress;
  private long fromCopy;

  EntryTransfer(
      DamagedStore damaged,
      Optional<LogCopy> copy,
      LogStore store,
      StoreFill fill,
      RepairProgress progress) {
    this.damaged = damaged;
    this.copy = copy;
    this.store = store;
    this.fill = fill;
    this.progress = progress;
  }

  /** The number of entries that were taken from the copy. */
  long fromCopy() {
    return fromCopy;
  }

  /**
   * Adds entries up to a head that the log has signed.
   *
   * @throws BackupException if they do not give it
   */
  void addUpTo(TreeHead signed) throws BackupException, LogException {
    if (copy.isPresent()) {
      long start = fill.size();
      long end = Math.min(signed.size(), copy.get().checkpoint().head().size());
      new CopiedEntries(copy.get(), (done, _) -> at(done, signed.size())).entries(fill, end);
      fromCopy += fill.size() - start;
    }
    String wrong = damaged.addEntries(fill, signed.size(), done -> at(done, signed.size()));
    TreeHead head = fill.flush();
    if (!wrong.isEmpty()) {
      throw BackupException.damaged(
          "the entries from %d on cannot be read: %s".formatted(fill.size(), wrong));
    }
    if (!head.equals(signed)) {
      throw BackupException.damaged(
          "the entries do not give the root that was signed for size %d".formatted(signed.size()));
    }
  }

  private void at(long done, long total) {
    progress.at(RepairProgress.Part.ENTRIES, done, total);
  }

  /**
   * Adds the entries that the damaged store has after the signed ones, up to the largest head that
   * it states and that they give.
   *
   * @return the largest size that it states, if they do not give it
   */
  Optional<Long> addUnsigned() {
    List<TreeHead> stated =
        damaged.heads().stream().filter(head -> head.size() > fill.size()).toList();
    for (TreeHead head : stated) {
      long end = sizeWithRoot(head);
      if (end >= 0) {
        var _ = damaged.addEntries(fill, end, done -> at(done, end));
        var _ = fill.flush();
        return head.equals(stated.getFirst())
            ? Optional.empty()
            : Optional.of(stated.getFirst().size());
      }
    }
    return stated.stream().findFirst().map(TreeHead::size);
  }

  /**
   * How many entries have the root of a head, tried without writing; -1 if they do not. It is the
   * head's size, or where the entries end, when the size is what is wrong with it.
   */
  private long sizeWithRoot(TreeHead stated) {
    TreeGrowth growth = TreeGrowth.of(store);
    boolean more = true;
    while (more && growth.head().size() < stated.size()) {
      long start = growth.head().size();
      List<byte[]> entries =
          damaged.entries(start, Math.min(stated.size(), start + ENTRIES_AT_ONCE));
      more = !entries.isEmpty();
      if (more) {
        var _ = growth.next(entries);
      }
    }
    return growth.head().root().equals(stated.root()) ? growth.head().size() : -1;
  }
}
