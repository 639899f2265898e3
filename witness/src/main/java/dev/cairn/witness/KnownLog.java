package dev.cairn.witness;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.store.StoreException;
import dev.cairn.witness.store.StoreException.Kind;
import dev.cairn.witness.store.StoredLog;
import java.nio.charset.StandardCharsets;

/**
 * A stored log, verified: its key belongs to its origin, and its head is signed by that key.
 *
 * @param stored what it was verified from
 */
record KnownLog(StoredLog stored, VerifierKey key, TreeHead head) {

  /**
   * Verifies what is stored.
   *
   * @throws StoreException if it does not verify: storage that lies about one head may lie about
   *     every other
   */
  static KnownLog open(StoredLog stored) {
    try {
      VerifierKey key = VerifierKey.parse(stored.vkey());
      if (!OriginHash.of(key.name()).equals(stored.originHash())) {
        throw new VerificationException("the key is another log's");
      }
      return new KnownLog(stored, key, head(stored, key));
    } catch (MalformedException | VerificationException e) {
      throw new StoreException(
          Kind.DAMAGED,
          "what is stored of the log %s does not verify: %s"
              .formatted(stored.originHash().toHex(), e.getMessage()),
          e);
    }
  }

  private static TreeHead head(StoredLog stored, VerifierKey key)
      throws MalformedException, VerificationException {
    return stored.head().isEmpty() ? TreeHead.EMPTY : checkpoint(stored, key).head();
  }

  private static SignedCheckpoint checkpoint(StoredLog stored, VerifierKey key)
      throws MalformedException, VerificationException {
    return SignedCheckpoint.open(stored.head().getBytes(StandardCharsets.UTF_8), key);
  }

  /** The head's checkpoint, of a log that has one. */
  SignedCheckpoint checkpoint() {
    try {
      return checkpoint(stored, key);
    } catch (MalformedException | VerificationException e) {
      throw new IllegalStateException("a head that was verified does not verify", e);
    }
  }

  /** The same log with the next head, which is verified and durable. */
  KnownLog with(SignedCheckpoint next) {
    StoredLog replaced = new StoredLog(stored.originHash(), stored.vkey(), next.toString());
    return new KnownLog(replaced, key, next.head());
  }
}
