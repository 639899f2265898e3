package dev.cairn.witness;

import dev.cairn.tree.checkpoint.Cosignature;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.store.CosignedNote;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Signs with all of the witness's keys, and sees to it that time does not run backwards: when the
 * clock does, the last time that was signed is signed again until the clock has passed it. It is
 * one time for all logs.
 */
final class Cosigner {
  private final List<SigningKey> keys;
  private final InstantSource clock;
  private final AtomicLong lastSeconds = new AtomicLong();

  Cosigner(List<SigningKey> keys, InstantSource clock) {
    this.keys = List.copyOf(keys);
    this.clock = clock;
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a witness has at least one key");
    }
  }

  /** The public halves of the keys. */
  List<VerifierKey> verifierKeys() {
    return keys.stream().map(SigningKey::verifierKey).toList();
  }

  /**
   * Signs a checkpoint whose head is durable.
   *
   * @throws DateTimeException if the clock shows a time that no cosignature can state
   */
  Signed sign(SignedCheckpoint checkpoint) {
    long seconds = seconds();
    List<NoteSignature> lines =
        keys.stream().map(key -> Cosignature.sign(checkpoint, key, seconds)).toList();
    CosignedNote note =
        new CosignedNote(checkpoint.head().size(), seconds, checkpoint.with(lines).toString());
    return new Signed(lines, note);
  }

  private long seconds() {
    long seconds = lastSeconds.accumulateAndGet(clock.instant().getEpochSecond(), Math::max);
    if (seconds < 1) {
      throw new DateTimeException("the clock shows a time before 1970");
    }
    return seconds;
  }

  /** What was signed: the lines alone, and the checkpoint with them. */
  record Signed(List<NoteSignature> lines, CosignedNote note) {}
}
