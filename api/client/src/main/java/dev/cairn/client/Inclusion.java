package dev.cairn.client;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.checkpoint.TlogProof;
import dev.cairn.tree.merkle.Hash;
import java.util.List;

/**
 * A verified statement that a log has a leaf at an index.
 *
 * @param index the entry's position, from 0
 * @param leafHash the entry's leaf hash
 * @param proof the audit path (RFC 6962 §2.1.1), the leaf's sibling first
 * @param checkpoint the signed head that the path leads to
 */
public record Inclusion(long index, Hash leafHash, List<Hash> proof, SignedCheckpoint checkpoint) {
  /** The proof list is copied. */
  public Inclusion {
    proof = List.copyOf(proof);
  }

  /** The same as a bundle that anyone can check offline. */
  public TlogProof toTlogProof() {
    return new TlogProof(index, proof, checkpoint);
  }
}
