package dev.cairn.witness.loglist;

import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.VerifierKey;

/**
 * One log of a list.
 *
 * @param key the log's key, of type {@link KeyType#ED25519}; its name is the log's origin
 * @param requestsPerDay how many add-checkpoint requests the log is to be granted a day, from 1 to
 *     2^31-1
 * @param contact for people: how to reach who runs the log; not empty
 */
public record ListedLog(VerifierKey key, int requestsPerDay, String contact) {
  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public ListedLog {
    if (key.type() != KeyType.ED25519) {
      throw new IllegalArgumentException("a log list has only keys that sign plain notes");
    }
    if (requestsPerDay < 1) {
      throw new IllegalArgumentException("a listed log has at least 1 request a day");
    }
    if (contact.isEmpty()) {
      throw new IllegalArgumentException("a listed log has a contact");
    }
  }
}
