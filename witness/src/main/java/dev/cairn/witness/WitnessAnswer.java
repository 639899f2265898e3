package dev.cairn.witness;

import dev.cairn.tree.note.NoteSignature;
import java.util.List;

/** What a witness answers to an add-checkpoint request. */
public sealed interface WitnessAnswer {

  /**
   * The checkpoint is cosigned, and its head durable.
   *
   * @param lines one cosignature by each of the witness's keys, at least one
   */
  record Cosigned(List<NoteSignature> lines) implements WitnessAnswer {
    /** Keeps its own copy. */
    public Cosigned {
      lines = List.copyOf(lines);
    }
  }

  /**
   * The request starts from another size than the known one. The client may try again from there.
   *
   * @param knownSize size of the known head; 0 if the log was never cosigned
   */
  record Conflict(long knownSize) implements WitnessAnswer {}

  /**
   * The checkpoint must not be cosigned. The same request would be refused again.
   *
   * @param message one line for a person, which may quote the request
   */
  record Refused(Decision.Reason reason, String message) implements WitnessAnswer {}

  /**
   * The witness cannot vouch for what it remembers, of this log or of all, and so signs nothing.
   *
   * @param message one line for a person
   */
  record Stopped(String message) implements WitnessAnswer {}
}
