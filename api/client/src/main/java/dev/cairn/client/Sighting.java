package dev.cairn.client;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;

/**
 * A head that a log signed, and who showed it.
 *
 * @param checkpoint the signed head
 * @param source who showed it, one line for a person; {@link #LOG} for the log itself
 */
public record Sighting(SignedCheckpoint checkpoint, String source) {
  /** The log itself showed it to this process. */
  public static final String LOG = "log";

  /** An earlier process of this user's had verified it. */
  public static final String MEMORY = "memory";

  private static final int MAX_SOURCE = 1_000;

  /**
   * @throws IllegalArgumentException if the source is not one line of 1 to 1,000 characters
   */
  public Sighting {
    if (source.isEmpty() || source.length() > MAX_SOURCE || source.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("who showed a head is one line of text");
    }
  }

  static Sighting ofLog(SignedCheckpoint checkpoint) {
    return new Sighting(checkpoint, LOG);
  }

  boolean isOfLog() {
    return source.equals(LOG);
  }

  /** The tree head. */
  public TreeHead head() {
    return checkpoint.head();
  }
}
