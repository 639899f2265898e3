package dev.cairn.witness;

import dev.cairn.tree.note.VerifierKey;
import java.util.List;

/**
 * What came of adding logs.
 *
 * @param added how many are new
 * @param refused keys that are not trusted: another key is, for the same origin; or the key is the
 *     witness's own; or no key of the witness can sign for an origin so long
 */
public record LogsAdded(int added, List<VerifierKey> refused) {
  /** Keeps its own copy. */
  public LogsAdded {
    refused = List.copyOf(refused);
  }
}
