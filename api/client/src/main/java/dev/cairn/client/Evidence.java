package dev.cairn.client;

import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.VerifierKey;
import java.util.Collection;
import java.util.List;

/**
 * What a log signed that does not go together, with all that a third party needs to look at it. The
 * heads carry the log's own signatures, so the log cannot deny them.
 *
 * @param kind what is wrong
 * @param log the key that verified the heads
 * @param finding one line for a person
 * @param heads the signed heads and who showed them: first the one that was believed, then the one
 *     that contradicts it; one only for {@link Kind#ENTRIES}
 * @param proof the consistency proof that the log gave for the heads and that fails; empty where it
 *     gave none or none could exist
 * @param cosigners keys of witnesses that have cosigned a head, each verified
 */
public record Evidence(
    Kind kind,
    VerifierKey log,
    String finding,
    List<Sighting> heads,
    List<Hash> proof,
    List<VerifierKey> cosigners) {
  /** What is wrong with the heads. */
  public enum Kind {
    /** Two roots for one size: proof against the log by itself. */
    FORK,
    /**
     * The log did not prove that the smaller head's tree is a prefix of the larger one's. If it can
     * show no such proof to anybody, it has forked.
     */
    INCONSISTENT,
    /**
     * The log presented a smaller head as its newest than it had signed before: the second head is
     * smaller than the first, and the log knows nothing of what the first has beyond it.
     */
    ROLLBACK,
    /** The entries that the log serves do not hash to the head that it signed. */
    ENTRIES
  }

  /**
   * @throws IllegalArgumentException if the heads are not as many as the kind says, are verified
   *     with another key, a fork's are not of one size with two roots, or a rollback's second is
   *     not the smaller one
   */
  public Evidence {
    heads = List.copyOf(heads);
    proof = List.copyOf(proof);
    cosigners = List.copyOf(cosigners);
    if (heads.size() != (kind == Kind.ENTRIES ? 1 : 2)) {
      throw new IllegalArgumentException(kind + " is not shown by " + heads.size() + " heads");
    }
    for (Sighting head : heads) {
      if (!head.checkpoint().log().equals(log)) {
        throw new IllegalArgumentException("a head is not verified with " + log);
      }
    }
    TreeHead first = heads.getFirst().head();
    TreeHead second = heads.getLast().head();
    if (kind == Kind.FORK && (first.size() != second.size() || first.equals(second))) {
      throw new IllegalArgumentException("the heads are not of one size with two roots");
    }
    if (kind == Kind.ROLLBACK && first.size() <= second.size()) {
      throw new IllegalArgumentException("the second head is not smaller than the first");
    }
    if (kind == Kind.INCONSISTENT && first.size() == second.size()) {
      throw new IllegalArgumentException("the heads are of one size");
    }
  }

  /**
   * The same with the keys of cosigners.
   *
   * @param known keys of witnesses; those that cosigned no head, or whose lines do not all verify,
   *     are left out
   */
  public Evidence withCosigners(Collection<VerifierKey> known) {
    List<VerifierKey> verified = known.stream().filter(this::isCosigner).distinct().toList();
    return new Evidence(kind, log, finding, heads, proof, verified);
  }

  private boolean isCosigner(VerifierKey witness) {
    boolean found = false;
    try {
      for (Sighting head : heads) {
        found |= head.checkpoint().cosignedAt(witness).isPresent();
      }
    } catch (VerificationException _) {
      return false;
    }
    return found;
  }

  /**
   * Evidence of two roots for one size.
   *
   * @param known the head that was believed
   * @param claimed the one that contradicts it
   */
  public static Evidence fork(Sighting known, Sighting claimed) {
    String finding =
        "fork: the log signed two roots for size "
            + known.head().size()
            + ", "
            + known.head().root()
            + shownBy(known)
            + " and "
            + claimed.head().root()
            + shownBy(claimed);
    return of(Kind.FORK, finding, List.of(known, claimed), List.of());
  }

  /**
   * Evidence that a log went back behind a head that it had signed.
   *
   * @param known the larger head, whoever showed it
   * @param claimed the smaller head, which the log presents as its newest
   */
  public static Evidence rollback(Sighting known, Sighting claimed) {
    String finding =
        "the log went back: it presents size "
            + claimed.head().size()
            + " as its newest, after size "
            + known.head().size()
            + shownBy(known);
    return of(Kind.ROLLBACK, finding, List.of(known, claimed), List.of());
  }

  /**
   * Evidence that a log does not prove two heads to be of one history.
   *
   * @param known the head that was believed
   * @param claimed the one that contradicts it, of another size
   * @param proof what the log gave as proof; empty if nothing
   * @param why why that is none
   */
  public static Evidence inconsistent(
      Sighting known, Sighting claimed, List<Hash> proof, Exception why) {
    String finding =
        "the log does not prove that sizes "
            + known.head().size()
            + shownBy(known)
            + " and "
            + claimed.head().size()
            + shownBy(claimed)
            + " are of one history: "
            + why.getMessage();
    return of(Kind.INCONSISTENT, finding, List.of(known, claimed), proof);
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
    return of(Kind.ENTRIES, finding, List.of(Sighting.ofLog(head)), List.of());
  }

  private static Evidence of(Kind kind, String finding, List<Sighting> heads, List<Hash> proof) {
    VerifierKey log = heads.getFirst().checkpoint().log();
    return new Evidence(kind, log, finding, heads, proof, List.of());
  }

  /** Who showed a head, where that is not the log. */
  private static String shownBy(Sighting head) {
    return head.isOfLog() || head.source().equals(Sighting.MEMORY)
        ? ""
        : " (shown by " + head.source() + ")";
  }
}
