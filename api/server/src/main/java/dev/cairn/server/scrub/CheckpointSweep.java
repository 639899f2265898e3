package dev.cairn.server.scrub;

import dev.cairn.server.fsck.CheckpointOpener;
import dev.cairn.server.fsck.Finding;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.TreeHead;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Checks that every kept checkpoint is signed by the log and of the tree that is signed now. */
final class CheckpointSweep {
  private static final int CHECKPOINTS_OF_READING = 16;

  /** What a proof reads of the store, and what a signature takes in its place. */
  private static final int BYTES_OF_CHECKPOINT = 8 << 10;

  private final LogStore store;
  private final SignedTree signed;
  private final CheckpointOpener opener;
  private final Pace pace;
  private final Consumer<String> findings;
  private final BooleanSupplier isTreeDamaged;

  /**
   * @param isTreeDamaged whether a proof that fails says nothing of the checkpoint
   */
  CheckpointSweep(
      LogStore store,
      SignedTree signed,
      CheckpointOpener opener,
      Pace pace,
      Consumer<String> findings,
      BooleanSupplier isTreeDamaged) {
    this.store = store;
    this.signed = signed;
    this.opener = opener;
    this.pace = pace;
    this.findings = findings;
    this.isTreeDamaged = isTreeDamaged;
  }

  /** Checks the checkpoints that come next, and says where to go on. */
  Position check(long minSize) throws InterruptedException {
    List<PublishedCheckpoint> page;
    try {
      page = store.read(view -> view.checkpoints(minSize, CHECKPOINTS_OF_READING));
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.CORRUPT) {
        throw e;
      }
      findings.accept(
          "checkpoints of size %d and more cannot be read: %s".formatted(minSize, e.getMessage()));
      return Position.done();
    }
    for (PublishedCheckpoint checkpoint : page) {
      failure(checkpoint)
          .map(reason -> new Finding.WrongCheckpoint(checkpoint.size(), reason).message())
          .ifPresent(findings);
      pace.spend(BYTES_OF_CHECKPOINT);
    }
    return page.size() < CHECKPOINTS_OF_READING || page.getLast().size() < minSize
        ? Position.done()
        : Position.checkpointsFrom(page.getLast().size() + 1);
  }

  private Optional<String> failure(PublishedCheckpoint checkpoint) {
    try {
      TreeHead head = opener.open(checkpoint.note());
      if (head.size() != checkpoint.size()) {
        return Optional.of("it states the size " + head.size());
      }
      long entries = store.head().size();
      if (head.size() > entries) {
        return Optional.of("the tree has only " + entries + " entries");
      }
      // One that is just being published is checked by the next pass.
      return head.size() > signed.head().size() || isTreeDamaged.getAsBoolean()
          ? Optional.empty()
          : signed.contradicts(head);
    } catch (MalformedException | VerificationException e) {
      return Optional.of("it does not open: " + e.getMessage());
    }
  }
}
