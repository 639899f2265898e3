package dev.cairn.backup.write;

/** Hears how far a backup has come. Called by one thread at a time, and not to be kept waiting. */
@FunctionalInterface
public interface BackupProgress {
  /**
   * Called from time to time, and at the end of each part.
   *
   * @param done how much of the part is done
   * @param total how much there is of it; 0 while that is unknown
   */
  void at(Part part, long done, long total);

  /** The parts of a backup, in their order. */
  enum Part {
    /** Entries and hashes. */
    ENTRIES,
    /** Idempotency keys. */
    KEYS,
    /** Checkpoints. */
    CHECKPOINTS,
    /** The manifests. */
    MANIFESTS,
    /** The description. */
    DESCRIPTION
  }
}
