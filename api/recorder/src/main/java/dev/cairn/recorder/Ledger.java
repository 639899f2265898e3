package dev.cairn.recorder;

/** Keeps the counters: every event moves from one to the next, and none is made on the way. */
final class Ledger {
  private final long recovered;
  private long offered;
  private long own;
  private long waiting;
  private long spooled;
  private long acknowledged;
  private long deadLettered;
  private long failed;

  Ledger(long recovered) {
    this.recovered = recovered;
    this.spooled = recovered;
  }

  synchronized void offered() {
    offered++;
    waiting++;
  }

  synchronized void failed() {
    waiting--;
    failed++;
  }

  /**
   * @param ofCallers events that waited
   * @param ofOwn events that were made for this
   */
  synchronized void spooled(int ofCallers, int ofOwn) {
    waiting -= ofCallers;
    offered += ofOwn;
    own += ofOwn;
    spooled += ofCallers + ofOwn;
  }

  synchronized void acknowledged(int count) {
    spooled -= count;
    acknowledged += count;
  }

  synchronized void deadLettered(int count) {
    spooled -= count;
    deadLettered += count;
  }

  synchronized Counters counters() {
    return new Counters(
        offered, own, recovered, waiting, spooled, acknowledged, deadLettered, failed);
  }
}
