package dev.cairn.client.tiles.service;

import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.TreeHead;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Looks for newer checkpoints, at intervals that followers do not share. */
final class Poll {
  private static final double JITTER = 0.25;

  private final SignedTrees trees;
  private final Duration interval;

  Poll(SignedTrees trees, Duration interval) {
    this.trees = trees;
    this.interval = interval;
  }

  /** Waits for a while, and then reads the checkpoint, good or not. */
  byte[] next() throws IOException, VerificationException, InterruptedException {
    pause();
    return trees.newestNote();
  }

  private void pause() throws InterruptedException {
    double factor = ThreadLocalRandom.current().nextDouble(1 - JITTER, 1 + JITTER);
    Thread.sleep(Duration.ofNanos((long) (interval.toNanos() * factor)));
  }

  /**
   * Waits for a tree with more entries than that.
   *
   * @throws VerificationException if a head takes the place of the largest without extending it
   */
  SignedTree beyond(long size) throws IOException, VerificationException, InterruptedException {
    Optional<SignedTree> largest = trees.largest();
    SignedTree tree = trees.covering(size + 1);
    while (true) {
      if (largest.isPresent()) {
        requireNotBack(largest.get(), tree);
      }
      if (tree.size() > size) {
        return tree;
      }
      pause();
      largest = trees.largest();
      tree = trees.newest();
    }
  }

  private static void requireNotBack(SignedTree largest, SignedTree now)
      throws VerificationException {
    TreeHead before = largest.tree().head();
    TreeHead after = now.tree().head();
    if (after.size() < before.size() || (after.size() == before.size() && !after.equals(before))) {
      throw new VerificationException(
          "checkpoint went back from size %d to size %d, or to another root"
              .formatted(before.size(), after.size()));
    }
  }
}
