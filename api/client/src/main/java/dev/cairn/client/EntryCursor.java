package dev.cairn.client;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Entries in order of index, each proved to be in the log before it is given. For one thread, but
 * {@link #close}.
 *
 * <p>What the server has sent is checked together, as far as it has arrived: a run of entries costs
 * at most one consistency proof, and the first run one inclusion proof more. A tail asks for a
 * newer checkpoint where the known one does not cover the run.
 */
public final class EntryCursor implements AutoCloseable {
  private static final int MAX_RUN_ENTRIES = 4_096;
  private static final int MAX_RUN_BYTES = 4 << 20;

  private final VerifiedLog log;
  private final ClaimedEntries claimed;
  private final RangeCheck check;
  private final TreeHasher hasher = new TreeHasher();
  private final Deque<LoggedEntry> verified = new ArrayDeque<>();

  EntryCursor(VerifiedLog log, ClaimedEntries claimed) {
    this.log = log;
    this.claimed = claimed;
    this.check = new RangeCheck(log.proofs());
  }

  /**
   * Waits for the next entry.
   *
   * @return empty at the end of the range, or once closed
   * @throws CheckFailedException if the server leaves out an index, repeats one, ends too early, or
   *     sends bytes that the log did not sign; nothing of the run is given then
   * @throws UnreachableException if the stream breaks or, in a range, is silent for longer than the
   *     deadline
   */
  public Optional<LoggedEntry> next() throws LogException {
    if (verified.isEmpty()) {
      fill();
    }
    return Optional.ofNullable(verified.poll());
  }

  private void fill() throws LogException {
    long start = claimed.position();
    List<LoggedEntry> run = new ArrayList<>();
    List<Hash> leaves = new ArrayList<>();
    int bytes = 0;
    do {
      for (byte[] data : claimed()) {
        Hash leaf = hasher.leaf(data);
        run.add(new LoggedEntry(start + run.size(), leaf, data));
        leaves.add(leaf);
        bytes += data.length;
      }
    } while (claimed.isReady() && run.size() < MAX_RUN_ENTRIES && bytes < MAX_RUN_BYTES);
    if (run.isEmpty()) {
      return;
    }
    try {
      SignedCheckpoint head = log.covering(start + run.size());
      check.check(start, leaves, head.head());
    } catch (LogException e) {
      claimed.close();
      throw e;
    }
    verified.addAll(run);
  }

  /** Files that have gone back are refused, and their checkpoint is the evidence. */
  private List<byte[]> claimed() throws LogException {
    try {
      return claimed.next();
    } catch (CheckFailedException failure) {
      if (!StatusDetails.isOfFiles(failure)) {
        throw failure;
      }
      try {
        var _ = log.state();
      } catch (CheckFailedException shown) {
        throw shown.evidence().isPresent() ? shown : failure;
      } catch (LogException _) {
        throw failure;
      }
      throw failure;
    }
  }

  /** Ends the stream. Whoever waits in {@link #next} gets no more entries. For any thread. */
  @Override
  public void close() {
    claimed.close();
  }
}
