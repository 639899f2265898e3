package dev.cairn.client;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.policy.Witnessed;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The heads of one log that the client rests on: of its one history, and of the standard that is
 * asked for. Where that is a quorum's, they are remembered apart from those that only the log
 * signed, so that neither kind ever goes back.
 */
final class BelievedHeads {
  /** The series of the heads that a quorum has cosigned; see {@link HeadMemory#apart}. */
  private static final String WITNESSED = "witnessed";

  private final HeadChain chain;
  private final Standard standard;
  private final HeadMemory memory;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Optional<SignedCheckpoint> newestWitnessed = Optional.empty();

  BelievedHeads(HeadChain chain, Standard standard, HeadMemory memory) throws LogException {
    this.chain = chain;
    this.standard = standard;
    this.memory = memory.apart(WITNESSED);
    if (standard.needsWitnesses()) {
      newestWitnessed = this.memory.newest(chain.key()).filter(this::isUpToStandard);
      if (newestWitnessed.isPresent()
          && chain.newestHead().size() < newestWitnessed.get().head().size()) {
        chain.admit(newestWitnessed.get());
      }
    }
  }

  /** What was remembered under another policy may not do for this one. */
  private boolean isUpToStandard(SignedCheckpoint head) {
    try {
      standard.checkPast(head);
      return true;
    } catch (CheckFailedException _) {
      return false;
    }
  }

  /** The newest head that the client rests on, in this process or before it. */
  Optional<SignedCheckpoint> newest() {
    return standard.needsWitnesses() ? newestWitnessed : chain.newest();
  }

  /** The newest head if it covers that many entries and would still do as the newest. */
  Optional<SignedCheckpoint> covering(long size) {
    return newest().filter(head -> head.head().size() >= size && isFresh(head));
  }

  private boolean isFresh(SignedCheckpoint head) {
    try {
      Optional<Witnessed> _ = standard.needsWitnesses() ? standard.check(head) : Optional.empty();
      return true;
    } catch (CheckFailedException _) {
      return false;
    }
  }

  /**
   * Admits a head that the log presents as its newest.
   *
   * @param floor {@link #newest} before the log was asked: it must not present a smaller one
   * @return who cosigned it; empty without a policy
   */
  Optional<Witnessed> admitNewest(SignedCheckpoint claimed, Optional<SignedCheckpoint> floor)
      throws LogException {
    Optional<Witnessed> witnessed = standard.check(claimed);
    chain.admitNewest(claimed, floor);
    remember(claimed);
    return witnessed;
  }

  /**
   * Admits a head that covers something new, of any size.
   *
   * @return who cosigned it; empty without a policy
   */
  Optional<Witnessed> admit(SignedCheckpoint claimed) throws LogException {
    return admitNewest(claimed, Optional.empty());
  }

  /** Admits a head of the past. */
  void admitPast(SignedCheckpoint claimed) throws LogException {
    standard.checkPast(claimed);
    chain.admit(claimed);
    remember(claimed);
  }

  private void remember(SignedCheckpoint admitted) throws MemoryException {
    if (!standard.needsWitnesses() || isNewer(newestWitnessed, admitted)) {
      return;
    }
    lock.lock();
    try {
      if (isNewer(newestWitnessed, admitted)) {
        return;
      }
      memory.keep(admitted);
      newestWitnessed = Optional.of(admitted); // of the same size: with later cosignatures, maybe
    } finally {
      lock.unlock();
    }
  }

  private static boolean isNewer(Optional<SignedCheckpoint> one, SignedCheckpoint other) {
    return one.isPresent() && one.get().head().size() > other.head().size();
  }
}
