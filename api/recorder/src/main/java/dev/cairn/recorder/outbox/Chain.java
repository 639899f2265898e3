package dev.cairn.recorder.outbox;

import com.google.protobuf.ByteString;

/**
 * Where the seals of a producer stand.
 *
 * @param producer the name of its key; empty if events are not sealed
 * @param vkey the key that seals now, as text of C2SP signed-note; empty if none was registered
 * @param nextSequence the sequence of the event to be sealed next, from 0
 * @param lastHash the leaf hash of the link of the event before, 32 bytes; empty before the first
 */
public record Chain(String producer, String vkey, long nextSequence, ByteString lastHash) {
  /** No producer: events are not sealed. */
  public static final Chain NONE = new Chain("", "", 0, ByteString.EMPTY);

  private static final int HASH_BYTES = 32;

  /**
   * @throws IllegalArgumentException if the sequence is negative, or the hash is not there exactly
   *     when an event came before
   */
  public Chain {
    int expected = nextSequence == 0 ? 0 : HASH_BYTES;
    if (nextSequence < 0 || lastHash.size() != expected) {
      throw new IllegalArgumentException(
          "sequence " + nextSequence + " does not go with a hash of " + lastHash.size() + " bytes");
    }
  }
}
