package dev.cairn.client;

import dev.cairn.tree.merkle.Hash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a witness says of itself; nothing of it is verified.
 *
 * @param vkeys its keys
 * @param logs how many logs it knows
 */
public record WitnessReport(List<String> vkeys, long logs) {
  /** Keeps its own copy. */
  public WitnessReport {
    vkeys = List.copyOf(vkeys);
  }

  /**
   * A log and what the witness says that it knows of it.
   *
   * @param origin the log's origin
   * @param vkey the key that the witness trusts for it
   * @param size the largest size ever cosigned; 0 if none
   * @param root that size's root; empty if none was ever cosigned
   * @param cosigned when it last cosigned the log, by its own clock; empty if never, or not yet
   *     written down
   */
  public record WitnessedLog(
      String origin, String vkey, long size, Optional<Hash> root, Optional<Instant> cosigned) {}
}
