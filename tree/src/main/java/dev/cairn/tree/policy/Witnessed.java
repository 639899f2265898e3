package dev.cairn.tree.policy;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A checkpoint that a policy accepts.
 *
 * @param checkpoint as it was checked
 * @param cosigned the witnesses that counted, in the policy's order, and when each cosigned last,
 *     in seconds since the epoch; also those beyond what the quorum needs
 */
public record Witnessed(SignedCheckpoint checkpoint, Map<PolicyWitness, Long> cosigned) {
  /** Copies the map. */
  public Witnessed {
    cosigned = Collections.unmodifiableMap(new LinkedHashMap<>(cosigned));
  }
}
