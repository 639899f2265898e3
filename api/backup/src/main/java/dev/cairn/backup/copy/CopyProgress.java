package dev.cairn.backup.copy;

/** Hears how far the taking over of entries has come. Not to be kept waiting. */
@FunctionalInterface
public interface CopyProgress {
  /**
   * Some entries more are there.
   *
   * @param done the index after the last one
   * @param size the size at the end
   */
  void at(long done, long size);
}
