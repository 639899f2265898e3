package dev.cairn.tree.checkpoint;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.NoteVerifier;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint with its log's good signature: none exists otherwise. Other signatures it may carry
 * are not verified by that.
 */
public final class SignedCheckpoint {
  private final Checkpoint checkpoint;
  private final SignedNote note;
  private final VerifierKey log;

  private SignedCheckpoint(Checkpoint checkpoint, SignedNote note, VerifierKey log) {
    this.checkpoint = checkpoint;
    this.note = note;
    this.log = log;
  }

  /**
   * Parses and verifies a log's checkpoint.
   *
   * @param note the bytes of the signed note
   * @param log the log's key, of any type; its name is the log's origin
   * @throws MalformedException if the bytes are not a note, or its text is not a checkpoint
   * @throws VerificationException if the origin is not the key's name, or the note has no good
   *     signature by the key
   */
  public static SignedCheckpoint open(byte[] note, VerifierKey log)
      throws MalformedException, VerificationException {
    SignedNote parsed = SignedNote.parse(note);
    return open(Checkpoint.parse(parsed.text()), parsed, log);
  }

  static SignedCheckpoint open(Checkpoint checkpoint, SignedNote note, VerifierKey log)
      throws VerificationException {
    if (!checkpoint.origin().equals(log.name())) {
      throw new VerificationException("checkpoint's origin is not " + log.name());
    }
    note.verify(Cosignature.logVerifier(log));
    return new SignedCheckpoint(checkpoint, note, log);
  }

  /**
   * Signs a checkpoint. A log must never sign two that are inconsistent. A key of type {@link
   * KeyType#ML_DSA_44_COSIGNATURE} signs with time 0.
   *
   * @throws IllegalArgumentException if the origin is not the key's name, the key is of type {@link
   *     KeyType#ED25519_COSIGNATURE}, or {@link Cosignature#covers} says that it cannot sign this
   *     checkpoint
   */
  public static SignedCheckpoint sign(Checkpoint checkpoint, SigningKey log) {
    VerifierKey key = log.verifierKey();
    if (!checkpoint.origin().equals(key.name())) {
      throw new IllegalArgumentException(
          "origin " + checkpoint.origin() + " is not the key's name " + key.name());
    }
    SignedNote note =
        switch (key.type()) {
          case ED25519, ED25519_COSIGNATURE -> SignedNote.sign(checkpoint.text(), log);
          case ML_DSA_44_COSIGNATURE ->
              new SignedNote(checkpoint.text(), List.of(Cosignature.sign(checkpoint, log, 0)));
        };
    return new SignedCheckpoint(checkpoint, note, key);
  }

  /** The same checkpoint with more signature lines, which are not looked at. */
  public SignedCheckpoint with(List<NoteSignature> cosignatures) {
    return new SignedCheckpoint(checkpoint, note.with(cosignatures), log);
  }

  /** What the log signed. */
  public Checkpoint checkpoint() {
    return checkpoint;
  }

  /** The signed tree head. */
  public TreeHead head() {
    return checkpoint.head();
  }

  /** The note with all of its signature lines. */
  public SignedNote note() {
    return note;
  }

  /** The key that verified the log's signature. */
  public VerifierKey log() {
    return log;
  }

  /**
   * Whether the log signed with this key too: one may have several, for several algorithms.
   *
   * @throws VerificationException if a line by the key does not verify: the note is not to be
   *     trusted then
   * @throws IllegalArgumentException if the origin is not the key's name
   */
  public boolean isSignedBy(VerifierKey logKey) throws VerificationException {
    if (!checkpoint.origin().equals(logKey.name())) {
      throw new IllegalArgumentException("key " + logKey.identity() + " is of another log");
    }
    if (note.signatures().stream().noneMatch(line -> line.claims(logKey))) {
      return false;
    }
    note.verify(Cosignature.logVerifier(logKey));
    return true;
  }

  /**
   * When a witness cosigned this checkpoint: the latest time, if it did so more than once.
   *
   * @return seconds since the epoch, from 1 to 2^63-1, which may lie in the future; empty if there
   *     is no line by the witness
   * @throws VerificationException if a line by the witness does not verify: the note is not to be
   *     trusted then
   * @throws IllegalArgumentException if the key is not a cosigner's, or is the log's own
   */
  public OptionalLong cosignedAt(VerifierKey witness) throws VerificationException {
    if (witness.hasSameKeyAs(log)) {
      throw new IllegalArgumentException(
          "the log's key " + log.identity() + " is no witness of it");
    }
    List<NoteSignature> lines =
        note.signatures().stream().filter(line -> line.claims(witness)).toList();
    NoteVerifier verifier = Cosignature.verifier(witness);
    if (lines.isEmpty()) {
      return OptionalLong.empty();
    }
    note.verify(verifier);
    return lines.stream().mapToLong(Cosignature::time).max();
  }

  /** The signed note in UTF-8. */
  public byte[] toBytes() {
    return note.toBytes();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SignedCheckpoint that && note.equals(that.note) && log.equals(that.log);
  }

  @Override
  public int hashCode() {
    return note.hashCode();
  }

  /** The signed note as text. */
  @Override
  public String toString() {
    return note.toString();
  }
}
