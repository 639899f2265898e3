package dev.cairn.server.witness;

/** Links to witnesses. */
interface WitnessLinks extends AutoCloseable {
  /**
   * A link to a witness.
   *
   * @param prefix its submission prefix, http or https
   */
  WitnessLink to(String prefix);

  /** Ends all exchanges. */
  @Override
  void close();
}
