package dev.cairn.backup.repair;

/** Hears how far a repair has come. Called by one thread, and not to be kept waiting. */
@FunctionalInterface
public interface RepairProgress {
  /**
   * Called from time to time.
   *
   * @param done how much of the part is done
   * @param total how much there is of it; 0 while that is unknown
   */
  void at(Part part, long done, long total);

  /** The parts of a repair, in their order. */
  enum Part {
    /** The structure of the damaged file. */
    FILE,
    /** Entries. */
    ENTRIES,
    /** The new store, which is read once more. */
    CHECK
  }
}
