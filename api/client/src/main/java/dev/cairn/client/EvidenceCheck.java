package dev.cairn.client;

import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.TreeHead;

/** Says what evidence shows to somebody who was not there, whose signatures are verified. */
public final class EvidenceCheck {
  private EvidenceCheck() {}

  /** What a third party may conclude from evidence alone. */
  public enum Verdict {
    /** The log has contradicted itself: the signatures prove it, and nobody need be asked. */
    PROVED,
    /** The log signed these heads; whether they contradict each other is still to be asked. */
    SIGNED,
    /** The heads do not contradict each other: the proof that is said to fail does not. */
    REFUTED
  }

  /** Looks at evidence as {@link EvidenceFile#parse} gives it. */
  public static Verdict check(Evidence evidence) {
    return switch (evidence.kind()) {
      case FORK -> Verdict.PROVED;
      case ROLLBACK, ENTRIES -> Verdict.SIGNED;
      case INCONSISTENT -> isConsistent(evidence) ? Verdict.REFUTED : Verdict.SIGNED;
    };
  }

  private static boolean isConsistent(Evidence evidence) {
    TreeHead first = evidence.heads().getFirst().head();
    TreeHead second = evidence.heads().getLast().head();
    boolean extending = first.size() < second.size();
    try {
      ProofVerifier.consistency(
          extending ? first : second, extending ? second : first, evidence.proof());
      return true;
    } catch (VerificationException _) {
      return false;
    }
  }

  /** What is left for a third party to ask the log, one line; empty if nothing is. */
  public static String question(Evidence evidence) {
    TreeHead first = evidence.heads().getFirst().head();
    TreeHead second = evidence.heads().getLast().head();
    long smaller = Math.min(first.size(), second.size());
    long larger = Math.max(first.size(), second.size());
    return switch (evidence.kind()) {
      case FORK -> "";
      case INCONSISTENT ->
          "ask the log for a consistency proof from size "
              + smaller
              + " to "
              + larger
              + " that fits these two heads: if it has none, it has forked";
      case ROLLBACK ->
          "ask the log for its newest checkpoint and a consistency proof from size "
              + smaller
              + " to "
              + larger
              + " that fits these two heads: if it has none, it went back";
      case ENTRIES ->
          "ask the log for its first "
              + first.size()
              + " entries and hash them: if they do not give the signed root, it serves others";
    };
  }
}
