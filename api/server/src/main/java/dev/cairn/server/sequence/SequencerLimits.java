package dev.cairn.server.sequence;

import dev.cairn.server.store.LogStore;

/**
 * The bounds of a sequencer.
 *
 * @param pendingEntries the most entries that are accepted and not yet decided
 * @param pendingBytes the most bytes that those entries may have
 * @param batchEntries the most entries of one commit; one append may exceed it alone
 * @param batchBytes the most bytes of one commit; one append may exceed it alone
 * @param reserveBytes the room on the disk that appends leave to what was acknowledged before
 */
public record SequencerLimits(
    int pendingEntries, long pendingBytes, int batchEntries, long batchBytes, long reserveBytes) {

  /** Fits a heap of 512 MiB with several logs. */
  public static final SequencerLimits DEFAULT =
      new SequencerLimits(65_536, 64L << 20, 16_384, 16L << 20, LogStore.RESERVE_BYTES);

  /** Limits without a reserve. */
  public SequencerLimits(int pendingEntries, long pendingBytes, int batchEntries, long batchBytes) {
    this(pendingEntries, pendingBytes, batchEntries, batchBytes, 0);
  }

  /** The same with another reserve. */
  public SequencerLimits withReserve(long bytes) {
    return new SequencerLimits(pendingEntries, pendingBytes, batchEntries, batchBytes, bytes);
  }

  /** Refuses limits that admit nothing. */
  public SequencerLimits {
    if (pendingEntries < 1 || pendingBytes < 1 || batchEntries < 1 || batchBytes < 1) {
      throw new IllegalArgumentException("limits must be at least 1");
    }
    if (reserveBytes < 0) {
      throw new IllegalArgumentException("a reserve of " + reserveBytes + " bytes");
    }
  }
}
