package dev.cairn.witness;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;

/** What a witness answers to an add-checkpoint request. */
public sealed interface Decision {

  /**
   * The checkpoint may be cosigned, provided that the known head is still the one that was decided
   * on.
   *
   * <p>The caller replaces the known head by {@link #next}, durably and by compare-and-set, and
   * signs only after that has succeeded. Signing first would let a crash, or another request
   * between the decision and the write, leave a cosignature over a head that the witness does not
   * remember: it could then cosign a smaller head, or a fork of it. If the compare-and-set fails,
   * this decision is void and the request is decided anew.
   *
   * @param checkpoint the log's checkpoint with no signature lines but the log's own, all of which
   *     are verified: fit to be stored and shown to others
   */
  record Cosign(SignedCheckpoint checkpoint) implements Decision {
    /** The head to remember; equal to the known head if the same checkpoint is cosigned again. */
    public TreeHead next() {
      return checkpoint.head();
    }
  }

  /**
   * The request starts from another size than the known one: HTTP status 409, whose body is the
   * known size. The client may try again from there.
   *
   * @param knownSize size of the known head; 0 if the log was never cosigned
   */
  record Conflict(long knownSize) implements Decision {}

  /**
   * The checkpoint must not be cosigned. The same request would be refused again.
   *
   * @param message one line for a person, which may quote the request's origin and sizes
   */
  record Refused(Reason reason, String message) implements Decision {}

  /** Why a request is refused. */
  enum Reason {
    /** The checkpoint is of a log that the witness does not know. */
    UNKNOWN_ORIGIN(404),
    /**
     * The checkpoint has size 0 and another root than that of no leaves. Its signature was not
     * looked at, so this is no evidence against the log.
     */
    EMPTY_TREE_WITH_OTHER_ROOT(422),
    /** No signature is by the log's key, or one that says it is does not verify. */
    NOT_SIGNED_BY_LOG(403),
    /** The checkpoint has extension lines. */
    EXTENSION_LINES(400),
    /** The old size is larger than the checkpoint's. */
    OLD_SIZE_TOO_LARGE(400),
    /**
     * The checkpoint has the known head's size and another root, under the log's good signature:
     * the log has signed two histories.
     */
    FORK(422),
    /** The proof does not lead from the known head to the checkpoint's. */
    BAD_PROOF(422);

    private final int httpStatus;

    Reason(int httpStatus) {
      this.httpStatus = httpStatus;
    }

    /** The status code that C2SP tlog-witness gives the reason. */
    public int httpStatus() {
      return httpStatus;
    }
  }
}
