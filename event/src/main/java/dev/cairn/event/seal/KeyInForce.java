package dev.cairn.event.seal;

import dev.cairn.tree.note.VerifierKey;

/**
 * A producer's key, and from where on it seals.
 *
 * @param from the first sequence that it seals, until that of the next key
 * @param key the key
 */
public record KeyInForce(long from, VerifierKey key) {

  /**
   * What an event puts in force: the first key from itself on, every other from the event after it.
   *
   * @param sequence the event's place in its producer's chain
   */
  public static KeyInForce by(KeyEvent event, long sequence) {
    return new KeyInForce(sequence == 0 ? 0 : sequence + 1, event.key());
  }
}
