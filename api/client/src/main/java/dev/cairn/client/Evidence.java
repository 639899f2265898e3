package dev.cairn.client;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.VerifierKey;
import java.util.List;

/**
 * What a log signed that does not go together, with all that a third party needs to look at it. The
 * heads carry the log's own signatures, so the log cannot deny them.
 *
 * @param kind what is wrong
 * @param log the key that verified the heads
 * @param finding one line for a person
 * @param heads the signed heads: first the one that was believed, then the one that contradicts it;
 *     one only for {@link Kind#ENTRIES}
 * @param proof the consistency proof that the log gave for the heads and that fails; empty where it
 *     gave none or none could exist
 */
public record Evidence(
    Kind kind, VerifierKey log, String finding, List<SignedCheckpoint> heads, List<Hash> proof) {
  /** What is wrong with the heads. */
  public enum Kind {
    /** Two roots for one size: proof against the log by itself. */
    FORK,
    /**
     * The log did not prove that the smaller head's tree is a prefix of the larger one's. If it can
     * show no such proof to anybody, it has forked.
     */
    INCONSISTENT,
    /** The log presented a smaller head as its newest than it had shown before. */
    ROLLBACK,
    /** The entries that the log serves do not hash to the head that it signed. */
    ENTRIES
  }

  /**
   * @throws IllegalArgumentException if the heads are not as many as the kind says, are verified
   *     with another key, or a fork's are not of one size with two roots
   */
  public Evidence {
    heads = List.copyOf(heads);
    proof = List.copyOf(proof);
    if (heads.size() != (kind == Kind.ENTRIES ? 1 : 2)) {
      throw new IllegalArgumentException(kind + " is not shown by " + heads.size() + " heads");
    }
    for (SignedCheckpoint head : heads) {
      if (!head.log().equals(log)) {
        throw new IllegalArgumentException("a head is not verified with " + log);
      }
    }
    if (kind == Kind.FORK && !isFork(heads.getFirst().head(), heads.getLast().head())) {
      throw new IllegalArgumentException("the heads are not of one size with two roots");
    }
  }

  private static boolean isFork(TreeHead one, TreeHead other) {
    return one.size() == other.size() && !one.root().equals(other.root());
  }

  static Evidence fork(SignedCheckpoint known, SignedCheckpoint claimed) {
    String finding =
        "fork: the log signed two roots for size "
            + known.head().size()
            + ", "
            + known.head().root()
            + " and "
            + claimed.head().root();
    return new Evidence(Kind.FORK, known.log(), finding, List.of(known, claimed), List.of());
  }

  static Evidence rollback(SignedCheckpoint known, SignedCheckpoint claimed) {
    String finding =
        "the log went back: it presents size "
            + claimed.head().size()
            + " as its newest, after size "
            + known.head().size();
    return new Evidence(Kind.ROLLBACK, known.log(), finding, List.of(known, claimed), List.of());
  }

  static Evidence inconsistent(
      SignedCheckpoint known, SignedCheckpoint claimed, List<Hash> proof, Exception why) {
    String finding =
        "the log does not prove that sizes "
            + known.head().size()
            + " and "
            + claimed.head().size()
            + " are of one history: "
            + why.getMessage();
    return new Evidence(Kind.INCONSISTENT, known.log(), finding, List.of(known, claimed), proof);
  }

  /**
   * Evidence that served entries do not belong to a signed head.
   *
   * @param served the root of the entries as the log served them
   */
  public static Evidence entries(SignedCheckpoint head, Hash served) {
    String finding =
        "the entries served for size "
            + head.head().size()
            + " have the root "
            + served
            + ", the log signed "
            + head.head().root();
    return new Evidence(Kind.ENTRIES, head.log(), finding, List.of(head), List.of());
  }
}
