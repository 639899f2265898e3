package dev.cairn.server.fsck;

/** Is told how far a check has come. */
@FunctionalInterface
public interface FsckProgress {
  /**
   * Called from time to time, and once at the end of each part.
   *
   * @param part what is being checked
   * @param done how much of it is done, at most {@code total}
   * @param total how much there is of it; 0 while that is unknown
   */
  void at(Part part, long done, long total);

  /** The parts of a check, in order. */
  enum Part {
    /** The structure of the file. */
    FILE,
    /** Entries, hashes and head. */
    TREE,
    /** Idempotency keys. */
    KEYS,
    /** Checkpoints. */
    CHECKPOINTS
  }
}
