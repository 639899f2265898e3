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
 * log has proved that it and the remembered one are of that history; the memory moves only to
 * larger ones.
 *
 * <p>One checkpoint is examined at a time: those that wait mostly turn out to be the same.
 */
final class HeadChain {
  private static final int RECENT = 64;
  private static final int MAX_RACES = 100;

  private final VerifierKey key;
  private final HeadMemory memory;
  private final Proofs proofs;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock. By size; only to spare proofs that were had before.
  private final Map<Long, SignedCheckpoint> recent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, SignedCheckpoint> eldest) {
          return size() > RECENT;
        }
      };
  private volatile Optional<SignedCheckpoint> known = Optional.empty();

  HeadChain(VerifierKey key, HeadMemory memory, Proofs proofs) throws MemoryException {
    this.key = key;
    this.memory = memory;
    this.proofs = proofs;
    reload();
  }

  /** The log's key. */
  VerifierKey key() {
    return key;
  }

  /** The newest checkpoint that was admitted, in this process or before it. */
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
      throw new CheckFailedException(Evidence.rollback(floor.get(), claimed));
    }
    admit(claimed);
  }

  /** Admits a checkpoint of any size. */
  void admit(SignedCheckpoint claimed) throws LogException {
    if (newestHead().equals(claimed.head()) && claimed.head().size() > 0) {
      return;
    }
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
  private boolean tryAdmit(SignedCheckpoint claimed) throws LogException {
    if (known.isEmpty()) {
      return memory.advance(TreeHead.EMPTY, claimed);
    }
    SignedCheckpoint earlier = recent.get(claimed.head().size());
    if (earlier != null) {
      checkFork(earlier, claimed);
      return true;
    }
    SignedCheckpoint newest = known.get();
    prove(newest, claimed);
    return claimed.head().size() < newest.head().size() || memory.advance(newest.head(), claimed);
  }

  private void remember(SignedCheckpoint admitted) {
    recent.put(admitted.head().size(), admitted);
    if (admitted.head().size() >= newestHead().size()) {
      known = Optional.of(admitted);
    }
  }

  private void reload() throws MemoryException {
    known = memory.newest(key);
    recent.clear();
    known.ifPresent(head -> recent.put(head.head().size(), head));
  }

  private static void checkFork(SignedCheckpoint known, SignedCheckpoint claimed)
      throws CheckFailedException {
    if (!known.head().equals(claimed.head())) {
      throw new CheckFailedException(Evidence.fork(known, claimed));
    }
  }

  /** Has the log prove that the smaller of two heads of different sizes is part of the larger. */
  private void prove(SignedCheckpoint newest, SignedCheckpoint claimed) throws LogException {
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
