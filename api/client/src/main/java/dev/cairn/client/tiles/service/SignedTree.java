package dev.cairn.client.tiles.service;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.tiles.TiledTree;

/**
 * A checkpoint that was verified, and the tree under it.
 *
 * @param note as the log shows it, with all signatures
 */
record SignedTree(SignedCheckpoint note, TiledTree tree) {
  long size() {
    return tree.head().size();
  }
}
