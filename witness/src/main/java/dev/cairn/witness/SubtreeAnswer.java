package dev.cairn.witness;

import dev.cairn.tree.note.NoteSignature;
import java.util.List;

/** What a witness answers to a sign-subtree request. */
public sealed interface SubtreeAnswer {

  /**
   * The subtree is signed.
   *
   * @param lines signature lines with time 0, at least one
   */
  record Signed(List<NoteSignature> lines) implements SubtreeAnswer {
    /** Keeps its own copy. */
    public Signed {
      lines = List.copyOf(lines);
    }
  }

  /**
   * The subtree must not be signed. The same request would be refused again.
   *
   * @param message one line for a person, which may quote the request
   */
  record Refused(Reason reason, String message) implements SubtreeAnswer {}

  /** The witness has no key that signs subtrees. */
  record Unsupported() implements SubtreeAnswer {}

  /** Why a request is refused. */
  enum Reason {
    /** The range is no subtree, or ends beyond the checkpoint. */
    INVALID_SUBTREE(400),
    /** No good cosignature of the checkpoint is by this witness, or one that says it is is bad. */
    NOT_COSIGNED(403),
    /** The checkpoint is of a log that the witness does not know. */
    UNKNOWN_ORIGIN(404),
    /** The proof does not lead from the subtree to the checkpoint. */
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
