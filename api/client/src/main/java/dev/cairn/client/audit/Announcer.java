package dev.cairn.client.audit;

import dev.cairn.client.CheckFailedException;
import dev.cairn.client.Evidence;
import dev.cairn.client.EvidenceFile;
import dev.cairn.client.MemoryException;
import dev.cairn.tree.merkle.TreeHead;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps evidence, and passes on what several threads have to tell, one at a time. */
final class Announcer implements AuditProgress {
  private static final int MAX_TOLD = 10_000;

  private final AuditPlan plan;
  private final AuditProgress listener;
  private final Freshness freshness;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock.
  private final Set<Path> told = new HashSet<>();
  private boolean isStale;

  Announcer(AuditPlan plan, AuditProgress listener) {
    this.plan = plan;
    this.listener = listener;
    this.freshness = new Freshness(plan);
  }

  /** Evidence is kept before anybody hears of it. */
  AuditOutcome.Contradicted keep(Evidence evidence) throws MemoryException {
    var keys = plan.witnesses().stream().flatMap(witness -> witness.key().stream()).toList();
    Evidence complete = evidence.withCosigners(keys);
    return new AuditOutcome.Contradicted(
        complete, EvidenceFile.keep(complete, plan.evidenceFolder()));
  }

  /** The contradiction that a failure shows, kept; empty if it shows none. */
  Optional<AuditOutcome.Contradicted> contradiction(CheckFailedException failure)
      throws MemoryException {
    return failure.evidence().isEmpty()
        ? Optional.empty()
        : Optional.of(keep(failure.evidence().get()));
  }

  /** Tells of a witness, and of how old the newest cosigned head is by now. */
  void visited(WitnessState state) {
    freshness.seen(state);
    state.head().ifPresent(head -> head(state.witness().name(), head));
    if (state.head().isEmpty()) {
      trouble(state.witness().name(), state.trouble());
    }
    announceAge();
  }

  /** Tells of trouble with a source, and of how old the newest cosigned head is by now. */
  void troubled(String source, String reason) {
    trouble(source, reason);
    freshness.troubled(source);
    announceAge();
  }

  /** Why the newest cosigned head is too old; empty if it is not. */
  Optional<String> alarm() {
    return freshness.alarm();
  }

  private void announceAge() {
    Optional<String> alarm = freshness.alarm();
    told(
        () -> {
          if (alarm.isPresent() && !isStale) {
            listener.stale(alarm.get());
          } else if (alarm.isEmpty() && isStale) {
            listener.fresh();
          }
          isStale = alarm.isPresent();
        });
  }

  private void told(Runnable telling) {
    lock.lock();
    try {
      telling.run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void head(String source, TreeHead head) {
    told(() -> listener.head(source, head));
  }

  @Override
  public void entries(long done, long goal) {
    told(() -> listener.entries(done, goal));
  }

  @Override
  public void trouble(String source, String reason) {
    told(() -> listener.trouble(source, reason));
  }

  @Override
  public void contradicted(AuditOutcome.Contradicted contradiction) {
    told(
        () -> {
          if (told.size() < MAX_TOLD && told.add(contradiction.file())) {
            listener.contradicted(contradiction);
          }
        });
  }
}
