package dev.cairn.server.witness;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.policy.PolicyWitness;
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
  // Whom there is nothing to ask of: they have cosigned this time, or never will.
  private final Set<PolicyWitness> answered = new HashSet<>();
  private final Set<PolicyWitness> declined = new HashSet<>();
  private boolean claimed;
  private boolean witnessed;

  Candidate(SignedCheckpoint checkpoint, long sinceNanos) {
    this.checkpoint = checkpoint;
    this.sinceNanos = sinceNanos;
  }

  /** The same head, to be cosigned again; what it has it keeps until something newer comes. */
  Candidate again(long sinceNanos) {
    Candidate next = new Candidate(checkpoint, sinceNanos);
    next.cosignatures.putAll(cosignatures);
    next.witnessed = witnessed;
    return next;
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
    answered.add(witness);
  }

  Set<PolicyWitness> cosigners() {
    return cosignatures.keySet();
  }

  /** Goes over to another policy, by which it has to become witnessed anew. */
  void keepOnly(Collection<PolicyWitness> witnesses) {
    cosignatures.keySet().retainAll(witnesses);
    claimed = false;
    witnessed = false;
  }

  /** The head with all cosignatures that have come. */
  SignedCheckpoint cosigned() {
    return checkpoint.with(List.copyOf(cosignatures.values()));
  }

  /** True once: for the one who will have it remembered. */
  boolean claim() {
    boolean first = !claimed;
    claimed = true;
    return first;
  }

  boolean isWitnessed() {
    return witnessed;
  }

  void becomeWitnessed() {
    witnessed = true;
  }

  /** This witness knows a newer head, and will never cosign this one. */
  void decline(PolicyWitness witness) {
    answered.add(witness);
    declined.add(witness);
  }

  /** Whether some witness has declined. */
  boolean isDeclined() {
    return !declined.isEmpty();
  }

  /** Whether there is something to ask of this witness. */
  boolean isOpenTo(PolicyWitness witness) {
    return !answered.contains(witness);
  }
}
