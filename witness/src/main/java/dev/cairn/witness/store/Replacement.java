package dev.cairn.witness.store;

import dev.cairn.tree.merkle.Hash;
import java.util.concurrent.CompletableFuture;

/**
 * The replacement of a log's head.
 *
 * @param expected the note that the decision was made on; empty: none
 * @param next the note to replace it by
 */
record Replacement(Hash originHash, String expected, String next, CompletableFuture<Integer> done)
    implements Work {
  @Override
  public int rows() {
    return 1;
  }

  @Override
  public int write(Writing writing) {
    return writing.replaceHead(this) ? 1 : 0;
  }
}
