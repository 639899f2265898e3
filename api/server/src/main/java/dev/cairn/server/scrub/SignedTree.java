package dev.cairn.server.scrub;

import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.Subtree;
import dev.cairn.tree.merkle.TreeHead;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the newest signed head says of parts of the tree. */
final class SignedTree {
  private final LogStore store;
  private final Supplier<TreeHead> published;

  /**
   * @param published the newest published head; the store has at least its tree
   */
  SignedTree(LogStore store, Supplier<TreeHead> published) {
    this.store = store;
    this.published = published;
  }

  TreeHead head() {
    return published.get();
  }

  /** Whether a subtree of that root is in the signed tree; why that cannot be shown, if so. */
  Optional<String> contradicts(Subtree subtree, Hash root) {
    TreeHead head = head();
    try {
      List<Hash> proof = store.read(view -> new Prover(view).subtree(subtree, head.size()));
      ProofVerifier.subtree(subtree, root, head, proof);
      return Optional.empty();
    } catch (VerificationException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (StoreException e) {
      return Optional.of(corrupt(e));
    }
  }

  /** Whether a head is of the signed tree; why that cannot be shown, if so. */
  Optional<String> contradicts(TreeHead older) {
    return contradicts(new Subtree(0, older.size()), older.root());
  }

  /** Whether the stored right edge leads to the signed head; how it does not, if so. */
  Optional<String> edgeFailure() {
    TreeHead head = head();
    try {
      Hash root = store.read(view -> Frontier.load(head.size(), view)).root();
      return root.equals(head.root())
          ? Optional.empty()
          : Optional.of("the stored nodes have the root " + root);
    } catch (StoreException e) {
      return Optional.of(corrupt(e));
    }
  }

  private static String corrupt(StoreException e) {
    if (e.kind() != StoreException.Kind.CORRUPT) {
      throw e;
    }
    return e.getMessage();
  }
}
