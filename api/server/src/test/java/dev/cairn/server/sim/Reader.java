package dev.cairn.server.sim;

import dev.cairn.server.read.LogReader;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.TreeHead;
import java.util.Arrays;
import java.util.Random;

/** Somebody who reads, and checks what is read, over all lives of the log. */
final class Reader {
  private static final long MAX_PAUSE_NANOS = 60_000_000;

  private final Random random;
  private final Ledger ledger;
  private final Trace trace;
  private TreeHead known = TreeHead.EMPTY;

  Reader(Random random, Ledger ledger, Trace trace) {
    this.random = random;
    this.ledger = ledger;
    this.trace = trace;
  }

  /** Reads from one life, on one of its threads. */
  void run(RunningLog log, Crew crew, int count) {
    for (int i = 0; i < count && !log.isClosing(); i++) {
      try {
        SignedCheckpoint newest = log.look();
        follow(log.reader(), newest.head());
        entry(log.reader(), newest.head());
      } catch (StoreException e) {
        if (e.kind() != StoreException.Kind.CORRUPT || !ledger.isDamaged()) {
          throw trace.violation("a reading failed", e);
        }
        trace.add("reads what is damaged: " + e.getMessage());
      }
      crew.sleep(random.nextLong(MAX_PAUSE_NANOS));
    }
  }

  private void follow(LogReader reader, TreeHead newest) {
    if (known.size() > newest.size()) {
      throw trace.violation("a reader saw " + known + ", and then " + newest);
    }
    try {
      if (known.size() > 0 && known.size() < newest.size()) {
        ProofVerifier.consistency(known, newest, reader.consistency(known.size(), newest.size()));
      }
      known = newest;
    } catch (VerificationException e) {
      throw trace.violation(newest + " does not go on from " + known, e);
    }
  }

  private void entry(LogReader reader, TreeHead newest) {
    if (newest.size() > 0) {
      long index = random.nextLong(newest.size());
      if (!Arrays.equals(reader.entry(index), ledger.entry(index))) {
        throw trace.violation("another entry was read at " + index);
      }
    }
  }
}
