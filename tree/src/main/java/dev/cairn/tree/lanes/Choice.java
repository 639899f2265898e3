package dev.cairn.tree.lanes;

/**
 * Lanes that were found to be faster than {@link DigestHasher}.
 *
 * @param nodesThatPay how many nodes one at a time take longer than a step of all lanes
 * @param leavesThatPay the same for blocks of leaves
 */
record Choice(Rounds rounds, LaneWidth width, int nodesThatPay, int leavesThatPay) {
  /** A hasher for one thread. */
  BatchHasher newHasher() {
    return new LaneHasher(rounds, width, nodesThatPay, leavesThatPay);
  }

  /** Lanes for all that they can do, whether they pay or not. */
  static Choice always(Rounds rounds, LaneWidth width) {
    return new Choice(rounds, width, 1, 1);
  }
}
