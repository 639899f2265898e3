package dev.cairn.tree.policy;

import dev.cairn.tree.note.VerifierKey;
import java.util.Optional;

/**
 * A log that a policy trusts.
 *
 * @param key the log's key; its name is the log's origin
 * @param url where to reach the log, {@code http} or {@code https}; what it means is the
 *     application's matter
 */
public record PolicyLog(VerifierKey key, Optional<String> url) {
  /** The line that defines the log in a policy file, without its newline. */
  @Override
  public String toString() {
    return "log " + key + url.map(at -> " " + at).orElse("");
  }
}
