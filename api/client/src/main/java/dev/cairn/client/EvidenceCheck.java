package dev.cairn.client;

import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import java.util.List;

/**
 * Says what evidence shows to somebody who was not there, whose signatures are verified.
 *
 * <p>Two signed heads alone prove something only if they are of one size: anybody can put two
 * honest heads of different sizes into a file and say that they contradict each other. So a {@link
 * Evidence.Kind#ROLLBACK} and {@link Evidence.Kind#ENTRIES} are never proved by a file. {@link
 * Evidence.Kind#INCONSISTENT} is if the file has a consistency proof that leads to the larger
 * signed root, but from another root of the smaller size than the log signed.
 */
public final class EvidenceCheck {
  private EvidenceCheck() {}

  /** What a third party may conclude from evidence alone. */
  public enum Verdict {
    /** The log has contradicted itself: what it signed proves it, and nobody need be asked. */
    PROVED,
    /**
     * The log signed these heads, which it may well have done honestly: whether they contradict
     * each other is still to be asked of it.
     */
    SIGNED,
    /** The heads do not contradict each other: the proof that is said to fail does not. */
    REFUTED
  }

  /** Looks at evidence as {@link EvidenceFile#parse} gives it. */
  public static Verdict check(Evidence evidence) {
    return switch (evidence.kind()) {
      case FORK -> Verdict.PROVED;
      case ROLLBACK, ENTRIES -> Verdict.SIGNED;
      case INCONSISTENT -> checkProof(smaller(evidence), larger(evidence), evidence.proof());
    };
  }

  private static Verdict checkProof(TreeHead smaller, TreeHead larger, List<Hash> proof) {
    if (smaller.size() == 0 || holds(smaller, larger, proof)) {
      return Verdict.REFUTED; // every tree extends the empty one
    }
    return contradicts(smaller, larger, proof) ? Verdict.PROVED : Verdict.SIGNED;
  }

  /**
   * Whether a proof that fails for these heads shows that none can hold for them: it holds for the
   * larger head and another root of the smaller size.
   *
   * <p>Which hashes a consistency proof has, and how they are put together, follows from the two
   * sizes. Two proofs for the same sizes that lead to the same larger root are therefore the same
   * hash by hash, unless SHA-256 has a collision, and so they begin at the same smaller root. The
   * proof at hand begins at another one than the log signed: no tree with the larger root has the
   * signed smaller tree as its beginning.
   *
   * <p>If the smaller size is a power of two, the proof leaves out the smaller root itself (RFC
   * 6962 §2.1.2), which then nobody can tell from it: that proves nothing.
   */
  private static boolean contradicts(TreeHead smaller, TreeHead larger, List<Hash> proof) {
    if (Long.bitCount(smaller.size()) == 1 || proof.isEmpty()) {
      return false;
    }
    Hash other = firstRoot(smaller.size(), larger.size(), proof);
    // A proof that is not of the right shape, or not for the larger head, fails here.
    return !other.equals(smaller.root())
        && holds(new TreeHead(smaller.size(), other), larger, proof);
  }

  /**
   * The root of the first tree as a proof has it (RFC 9162 §2.1.4.2, {@code fr}): its first hash,
   * joined with all its hashes that lie to the left. Anything if the proof is none.
   *
   * @param first size of the first tree, neither 0 nor a power of two
   * @param second size of the second tree, larger
   * @param proof not empty
   */
  private static Hash firstRoot(long first, long second, List<Hash> proof) {
    int level = Long.numberOfTrailingZeros(first);
    long path = (first - 1) >>> level;
    long lastPath = (second - 1) >>> level;
    TreeHasher hasher = new TreeHasher();
    Hash root = proof.getFirst();
    int used = 1;
    for (int step = 0; step < Long.SIZE - level && used < proof.size(); step++) {
      if ((path >>> step & 1) == 1) {
        root = hasher.node(proof.get(used++), root);
      } else if (path >>> step != lastPath >>> step) {
        used++; // to the right, which only the second tree has
      }
    }
    return root;
  }

  private static boolean holds(TreeHead smaller, TreeHead larger, List<Hash> proof) {
    try {
      ProofVerifier.consistency(smaller, larger, proof);
      return true;
    } catch (VerificationException _) {
      return false;
    }
  }

  private static TreeHead smaller(Evidence evidence) {
    TreeHead first = evidence.heads().getFirst().head();
    TreeHead last = evidence.heads().getLast().head();
    return first.size() < last.size() ? first : last;
  }

  private static TreeHead larger(Evidence evidence) {
    TreeHead first = evidence.heads().getFirst().head();
    TreeHead last = evidence.heads().getLast().head();
    return first.size() < last.size() ? last : first;
  }

  /** What is left for a third party to ask the log, one line; empty unless it is only signed. */
  public static String question(Evidence evidence) {
    if (check(evidence) != Verdict.SIGNED) {
      return "";
    }
    String consistency =
        "a consistency proof from size "
            + smaller(evidence).size()
            + " to "
            + larger(evidence).size()
            + " that fits these two heads: if it has none, it ";
    return switch (evidence.kind()) {
      case FORK -> "";
      case INCONSISTENT -> "ask the log for " + consistency + "has forked";
      case ROLLBACK -> "ask the log for its newest checkpoint and " + consistency + "went back";
      case ENTRIES ->
          "ask the log for its first "
              + larger(evidence).size()
              + " entries and hash them: if they do not give the signed root, it serves others";
    };
  }
}
