package dev.cairn.server.witness;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.policy.PolicyWitness;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A published head and its cosignatures so far. Guarded by its {@link Witnessing}. */
final class Candidate {
  private final SignedCheckpoint checkpoint;
  private final long sinceNanos;
  private final Map<PolicyWitness, NoteSignature> cosignatures = new LinkedHashMap<>();
  private final Set<PolicyWitness> declined = new HashSet<>();
  private boolean witnessed;

  Candidate(SignedCheckpoint checkpoint, long sinceNanos) {
    this.checkpoint = checkpoint;
    this.sinceNanos = sinceNanos;
  }

  /** The head, with the log's own signature only. */
  SignedCheckpoint checkpoint() {
    return checkpoint;
  }

  long size() {
    return checkpoint.head().size();
  }

  long sinceNanos() {
    return sinceNanos;
  }

  void add(PolicyWitness witness, NoteSignature cosignature) {
    cosignatures.put(witness, cosignature);
  }

  Set<PolicyWitness> cosigners() {
    return cosignatures.keySet();
  }

  void keepOnly(Collection<PolicyWitness> witnesses) {
    cosignatures.keySet().retainAll(witnesses);
  }

  /** The head with all cosignatures that have come. */
  SignedCheckpoint cosigned() {
    return checkpoint.with(List.copyOf(cosignatures.values()));
  }

  boolean isWitnessed() {
    return witnessed;
  }

  void becomeWitnessed() {
    witnessed = true;
  }

  /** This witness knows a newer head, and will never cosign this one. */
  void decline(PolicyWitness witness) {
    declined.add(witness);
  }

  /** Whether there is something to ask of this witness. */
  boolean isOpenTo(PolicyWitness witness) {
    return !cosignatures.containsKey(witness) && !declined.contains(witness);
  }

  /** Whether another candidate may take its place. */
  boolean isSettled(long ageNanos, Duration timeout) {
    return witnessed || !declined.isEmpty() || ageNanos >= timeout.toNanos();
  }
}
