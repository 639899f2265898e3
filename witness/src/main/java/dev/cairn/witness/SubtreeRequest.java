package dev.cairn.witness;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.note.SignedNote;
import java.util.List;

/**
 * The body of a sign-subtree request (C2SP tlog-witness): leaves {@code [start, end)}, their hash,
 * and the proof that they are leaves of a cosigned checkpoint. Nothing in it may be believed.
 *
 * @param start index of the first leaf, from 0
 * @param end index after the last leaf, from 0; the range may be no subtree
 * @param hash the claimed root of these leaves
 * @param proof the claimed subtree consistency proof, at most {@value
 *     AddCheckpointRequest#MAX_HASHES} hashes
 * @param note the signed note with the checkpoint
 * @param checkpoint what the note says
 */
public record SubtreeRequest(
    long start, long end, Hash hash, List<Hash> proof, SignedNote note, Checkpoint checkpoint) {
  private static final String SUBTREE = "subtree ";

  /** Keeps its own copy of the proof. */
  public SubtreeRequest {
    proof = List.copyOf(proof);
  }

  /**
   * Parses a request; nothing is verified.
   *
   * @throws MalformedException if the request is larger than {@value
   *     AddCheckpointRequest#MAX_BYTES} bytes or not of the form subtree line, line of the
   *     subtree's hash, up to {@value AddCheckpointRequest#MAX_HASHES} lines of one hash, empty
   *     line, signed note with a checkpoint; HTTP status 400
   */
  public static SubtreeRequest parse(byte[] body) throws MalformedException {
    RequestText text =
        RequestText.parse(body, SUBTREE, "a subtree line", 1 + AddCheckpointRequest.MAX_HASHES);
    String[] range = text.first().split(" ", 3);
    if (range.length != 2) {
      throw new MalformedException("subtree line has not two numbers");
    }
    if (text.hashes().isEmpty()) {
      throw new MalformedException("request has no subtree hash");
    }
    return of(
        CanonicalText.parseDecimal("subtree start", range[0]),
        CanonicalText.parseDecimal("subtree end", range[1]),
        text.hashes().getFirst(),
        text.hashes().subList(1, text.hashes().size()),
        text.noteBytes());
  }

  /**
   * A request of parts that a stranger sent; nothing is verified.
   *
   * @param note the bytes of the signed note
   * @throws MalformedException if a number is negative, there are too many hashes, or the note is
   *     not one of a checkpoint
   */
  public static SubtreeRequest of(long start, long end, Hash hash, List<Hash> proof, byte[] note)
      throws MalformedException {
    if (start < 0 || end < 0) {
      throw new MalformedException("subtree's start or end is negative");
    }
    if (proof.size() > AddCheckpointRequest.MAX_HASHES) {
      throw RequestText.tooManyHashes();
    }
    if (note.length > AddCheckpointRequest.MAX_BYTES) {
      throw AddCheckpointRequest.tooLarge();
    }
    SignedNote parsed = SignedNote.parse(note);
    return new SubtreeRequest(start, end, hash, proof, parsed, Checkpoint.parse(parsed.text()));
  }

  /** The checkpoint's origin: which log it claims to be of. */
  public String origin() {
    return checkpoint.origin();
  }
}
