package dev.cairn.client;

import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.VerifierKey;

/** Where the key comes from that a log's checkpoints are verified with. */
public sealed interface Trust {

  /**
   * The caller knows the key.
   *
   * @param key the log's key, of type {@link KeyType#ED25519}; its name is the log's origin
   */
  record Pinned(VerifierKey key) implements Trust {
    /**
     * @throws IllegalArgumentException if the key is not one that signs plain notes
     */
    public Pinned {
      if (key.type() != KeyType.ED25519) {
        throw new IllegalArgumentException("key " + key + " is not a log's: it is a cosigner's");
      }
    }
  }

  /**
   * The key is asked of the log at the first contact and kept; from then on no other key is
   * accepted at that address. Whoever controls the network at the first contact can pass off
   * another log.
   *
   * @param store keeps the key
   */
  record FirstUse(TrustStore store) implements Trust {}
}
