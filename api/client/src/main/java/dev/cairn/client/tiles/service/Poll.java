package dev.cairn.client.tiles.service;

import dev.cairn.tree.VerificationException;
import java.io.IOException;
import java.time.Duration;
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

  /** Waits for a tree with more entries than that. */
  SignedTree beyond(long size) throws IOException, VerificationException, InterruptedException {
    SignedTree tree = trees.covering(size + 1);
    while (tree.size() <= size) {
      pause();
      tree = trees.newest();
    }
    return tree;
  }
}
