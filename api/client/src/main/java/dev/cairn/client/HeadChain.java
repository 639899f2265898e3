package dev.cairn.client;

import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.VerifierKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one history of a log that this client believes in. A signed checkpoint is admitted when the
 * log has proved that it and the largest one that was admitted are of that history, whoever showed
 * them; the memory moves only to larger ones.
 *
 * <p>What the log itself showed and what others showed of it are remembered apart: another may be
 * ahead of what the log has published.
 *
 * <p>One checkpoint is examined at a time: those that wait mostly turn out to be the same.
 */
final class HeadChain {
  /** The series of the heads that others showed; see {@link HeadMemory#apart}. */
  private static final String SEEN = "seen";

  private static final int RECENT = 64;
  private static final int MAX_RACES = 100;

  private final VerifierKey key;
  private final HeadMemory memory;
  private final HeadMemory seenMemory;
  private final Proofs proofs;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock. By size; only to spare proofs that were had before.
  private final Map<Long, Sighting> recent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Sighting> eldest) {
          return size() > RECENT;
        }
      };
  // Guarded by the lock: the largest of all.
  private Optional<Sighting> largest = Optional.empty();
  private volatile Optional<SignedCheckpoint> known = Optional.empty();

  HeadChain(VerifierKey key, HeadMemory memory, Proofs proofs) throws MemoryException {
    this.key = key;
    this.memory = memory;
    this.seenMemory = memory.apart(SEEN);
    this.proofs = proofs;
    reload();
  }

  /** The log's key. */
  VerifierKey key() {
    return key;
  }

  /**
   * The newest checkpoint that the log showed and that was admitted, now or by a process before.
   */
  Optional<SignedCheckpoint> newest() {
    return known;
  }

  /** Its tree head; the empty tree where none was ever admitted. */
  TreeHead newestHead() {
    return known.map(SignedCheckpoint::head).orElse(TreeHead.EMPTY);
  }

  /**
   * Admits a checkpoint that the log presents as its newest.
   *
   * @param floor the newest head that was known before the log was asked: it must not present a
   *     smaller one
   */
  void admitNewest(SignedCheckpoint claimed, Optional<SignedCheckpoint> floor) throws LogException {
    if (floor.isPresent() && claimed.head().size() < floor.get().head().size()) {
      throw new CheckFailedException(
          Evidence.rollback(sighting(floor.get()), Sighting.ofLog(claimed)));
    }
    admit(claimed);
  }

  private Sighting sighting(SignedCheckpoint earlier) {
    lock.lock();
    try {
      Sighting kept = recent.get(earlier.head().size());
      return kept != null && kept.checkpoint().equals(earlier) ? kept : Sighting.ofLog(earlier);
    } finally {
      lock.unlock();
    }
  }

  /** Admits a checkpoint of any size, which the log showed. */
  void admit(SignedCheckpoint claimed) throws LogException {
    if (newestHead().equals(claimed.head()) && claimed.head().size() > 0) {
      return;
    }
    admit(Sighting.ofLog(claimed));
  }

  /** Admits a checkpoint of any size, whoever showed it. */
  void admit(Sighting claimed) throws LogException {
    lock.lock();
    try {
      for (int race = 0; race < MAX_RACES; race++) {
        if (tryAdmit(claimed)) {
          remember(claimed);
          return;
        }
        reload();
      }
    } finally {
      lock.unlock();
    }
    throw new MemoryException("other processes change what is remembered of " + key + " too fast");
  }

  /** False if another process has moved the memory meanwhile. */
  private boolean tryAdmit(Sighting claimed) throws LogException {
    Sighting earlier = recent.get(claimed.head().size());
    if (earlier != null) {
      checkFork(earlier, claimed);
    } else if (largest.isPresent() && largest.get().head().size() == claimed.head().size()) {
      checkFork(largest.get(), claimed);
    } else if (largest.isPresent()) {
      prove(largest.get(), claimed);
    }
    if (!claimed.isOfLog()) {
      seenMemory.keep(claimed.checkpoint());
      return true;
    }
    boolean isNewest = known.isEmpty() || claimed.head().size() > newestHead().size();
    return !isNewest || memory.advance(newestHead(), claimed.checkpoint());
  }

  private void remember(Sighting admitted) {
    recent.put(admitted.head().size(), admitted);
    if (isLargest(admitted)) {
      largest = Optional.of(admitted);
    }
    if (admitted.isOfLog() && admitted.head().size() >= newestHead().size()) {
      known = Optional.of(admitted.checkpoint());
    }
  }

  private boolean isLargest(Sighting admitted) {
    return largest.isEmpty() || admitted.head().size() >= largest.get().head().size();
  }

  private void reload() throws MemoryException {
    recent.clear();
    largest = Optional.empty();
    known = memory.newest(key);
    seenMemory.newest(key).ifPresent(this::recall);
    known.ifPresent(this::recall);
  }

  private void recall(SignedCheckpoint remembered) {
    Sighting sighting = new Sighting(remembered, Sighting.MEMORY);
    recent.put(remembered.head().size(), sighting);
    if (isLargest(sighting)) {
      largest = Optional.of(sighting);
    }
  }

  private static void checkFork(Sighting known, Sighting claimed) throws CheckFailedException {
    if (!known.head().equals(claimed.head())) {
      throw new CheckFailedException(Evidence.fork(known, claimed));
    }
  }

  /** Has the log prove that the smaller of two heads of different sizes is part of the larger. */
  private void prove(Sighting newest, Sighting claimed) throws LogException {
    boolean extending = claimed.head().size() > newest.head().size();
    TreeHead smaller = extending ? newest.head() : claimed.head();
    TreeHead larger = extending ? claimed.head() : newest.head();
    List<Hash> proof = List.of();
    try {
      proof = claimedProof(smaller, larger);
      ProofVerifier.consistency(smaller, larger, proof);
    } catch (VerificationException | CheckFailedException e) {
      throw new CheckFailedException(Evidence.inconsistent(newest, claimed, proof, e));
    }
  }

  private List<Hash> claimedProof(TreeHead smaller, TreeHead larger) throws LogException {
    try {
      return proofs.claimedConsistency(smaller.size(), larger.size());
    } catch (RefusedException e) {
      throw Proofs.evasion(e);
    }
  }
}
