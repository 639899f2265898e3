package dev.cairn.server.scrub;

/** Lets time pass. */
@FunctionalInterface
interface Rest {
  /**
   * Waits for so long; not at all if that is not more than 0.
   *
   * @throws InterruptedException if the scrubber is being closed
   */
  void pause(long nanos) throws InterruptedException;
}
