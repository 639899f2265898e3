package dev.cairn.server.witness;

import dev.cairn.tree.note.NoteSignature;
import java.util.List;

/** What a witness answers to an add-checkpoint request (C2SP tlog-witness); nothing is verified. */
sealed interface WitnessReply {

  /** Status 200: signature lines. */
  record Cosigned(List<NoteSignature> lines) implements WitnessReply {}

  /** Status 409 with a size: the one that the witness knows. */
  record KnownSize(long size) implements WitnessReply {}

  /** Any other status. */
  record Refused(int status, String reason) implements WitnessReply {
    /** Whether the witness does not know the log, or not this key; witnesses say both alike. */
    boolean isUnknownLog() {
      return status == 404 || status == 403;
    }

    /** Whether the witness minds the request itself, and not how many there are. */
    boolean isRequestsFault() {
      return status >= 400 && status < 500 && status != 429;
    }

    /** Whether the witness says that it was shown another history. */
    boolean isConflict() {
      return status == 422 || status == 409;
    }
  }
}
