package dev.cairn.client.mirror;

/** Hears how far a copy has come. Called by one thread at a time, and not to be kept waiting. */
@FunctionalInterface
public interface CopyProgress {
  /**
   * Some entries more are in the folder and verified.
   *
   * @param done entries so far
   * @param size entries in all
   */
  void at(long done, long size);
}
