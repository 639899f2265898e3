package dev.cairn.server.sequence;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much more may wait. Taken when an append is accepted and given back when it is decided, so
 * that the queue, the batch being committed and the acknowledgements under way are bounded
 * together.
 */
final class Budget {
  private final SequencerLimits limits;
  private final AtomicLong entries = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  Budget(SequencerLimits limits) {
    this.limits = limits;
  }

  /** Takes room for the append, or returns false and takes nothing. */
  boolean take(Append append) {
    int count = append.entries().size();
    if (entries.addAndGet(count) > limits.pendingEntries()) {
      entries.addAndGet(-count);
      return false;
    }
    if (bytes.addAndGet(append.bytes()) > limits.pendingBytes()) {
      giveBack(append);
      return false;
    }
    return true;
  }

  void giveBack(Append append) {
    entries.addAndGet(-append.entries().size());
    bytes.addAndGet(-append.bytes());
  }

  /** The number of entries accepted and not yet decided. */
  long pendingEntries() {
    return entries.get();
  }

  /** The bytes of those entries. */
  long pendingBytes() {
    return bytes.get();
  }
}
