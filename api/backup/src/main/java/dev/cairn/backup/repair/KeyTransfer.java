package dev.cairn.backup.repair;

import dev.cairn.backup.copy.CopiedEntries;
import dev.cairn.backup.copy.LogCopy;
import dev.cairn.backup.copy.StoreFill;
import dev.cairn.backup.form.BackupException;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.VerifierKey;
import java.util.Optional;

/** Brings what the tree says nothing of into a new store: idempotency keys and checkpoints. */
final class KeyTransfer {
  private final DamagedStore damaged;
  private final Optional<LogCopy> copy;
  private final LogStore store;
  private final StoreFill fill;
  private long checkpoints;
  private long dropped;

  /**
   * @param fill of the new store, which has its entries already
   */
  KeyTransfer(DamagedStore damaged, Optional<LogCopy> copy, LogStore store, StoreFill fill) {
    this.damaged = damaged;
    this.copy = copy;
    this.store = store;
    this.fill = fill;
  }

  /**
   * Adds the keys of the damaged store, and those of a backup.
   *
   * @return whether there were no others
   */
  boolean addKeys() throws BackupException {
    long size = fill.size();
    // Only who has had an entry says which key it was logged with.
    long known = damaged.addKeys(fill) ? damaged.size() : 0;
    if (known < size
        && copy.isPresent()
        && new CopiedEntries(copy.get(), (_, _) -> {}).keys(fill, 0, size)) {
      known = Math.max(known, copy.get().checkpoint().head().size());
    }
    return known >= size;
  }

  /** Adds the kept checkpoints that are of the new store's tree. */
  void addCheckpoints(VerifierKey log) throws BackupException {
    if (copy.isPresent()) {
      new CopiedEntries(copy.get(), (_, _) -> {}).checkpoints(fill, 0, fill.size());
    }
    for (PublishedCheckpoint checkpoint : damaged.checkpoints()) {
      if (isOfTree(checkpoint, log)) {
        fill.addCheckpoint(checkpoint);
        checkpoints++;
      } else {
        dropped++;
      }
    }
  }

  private boolean isOfTree(PublishedCheckpoint checkpoint, VerifierKey log) {
    try {
      TreeHead head = SignedCheckpoint.open(checkpoint.note(), log).head();
      return head.size() == checkpoint.size()
          && head.size() <= store.head().size()
          && store.read(view -> new Prover(view).head(head.size())).equals(head);
    } catch (MalformedException | VerificationException _) {
      return false;
    }
  }

  /** The number of checkpoints that were taken from the damaged store. */
  long checkpoints() {
    return checkpoints;
  }

  /** The number of checkpoints that are not of the tree. */
  long dropped() {
    return dropped;
  }
}
