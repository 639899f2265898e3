package dev.cairn.backup.check;

/** Hears how far a check has come. Called by one thread, and not to be kept waiting. */
@FunctionalInterface
public interface CheckProgress {
  /**
   * Called from time to time.
   *
   * @param done files that were hashed, or entries that were verified
   * @param total how many there are; 0 while that is unknown
   */
  void at(Part part, long done, long total);

  /** The parts of a check, in their order. */
  enum Part {
    /** Every file against its manifest. */
    FILES,
    /** Entries and hashes against the checkpoint. */
    ENTRIES
  }
}
