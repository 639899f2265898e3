package dev.cairn.server.fsck;

import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.TreeHead;
import java.util.List;

/** Checks that every checkpoint is signed and states a head that the tree had. */
final class CheckpointCheck {
  private static final int PAGE = 1_000;

  private final Snapshot view;
  private final Findings findings;
  private final CheckpointOpener opener;
  private final FsckProgress progress;
  private long checkpoints;

  CheckpointCheck(
      Snapshot view, Findings findings, CheckpointOpener opener, FsckProgress progress) {
    this.view = view;
    this.findings = findings;
    this.opener = opener;
    this.progress = progress;
  }

  void check() {
    long minSize = 0;
    List<PublishedCheckpoint> page;
    do {
      page = view.checkpoints(minSize, PAGE);
      for (PublishedCheckpoint checkpoint : page) {
        check(checkpoint);
        checkpoints++;
        minSize = checkpoint.size() + 1;
      }
      progress.at(FsckProgress.Part.CHECKPOINTS, checkpoints, 0);
    } while (page.size() == PAGE);
    progress.at(FsckProgress.Part.CHECKPOINTS, checkpoints, checkpoints);
  }

  private void check(PublishedCheckpoint checkpoint) {
    try {
      TreeHead head = opener.open(checkpoint.note());
      if (head.size() != checkpoint.size()) {
        wrong(checkpoint, "it states the size " + head.size());
      } else if (head.size() > view.head().size()) {
        wrong(checkpoint, "the tree has only " + view.head().size() + " entries");
      } else if (!new Prover(view).root(head.size()).equals(head.root())) {
        wrong(checkpoint, "the tree had another root at that size");
      }
    } catch (MalformedException | VerificationException | StoreException e) {
      wrong(checkpoint, "it does not open: " + e.getMessage());
    }
  }

  private void wrong(PublishedCheckpoint checkpoint, String reason) {
    findings.add(new Finding.WrongCheckpoint(checkpoint.size(), reason));
  }

  /** The number of checkpoints that were checked. */
  long checkpoints() {
    return checkpoints;
  }
}
