package dev.cairn.witness;

import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.Cosignature;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
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
    if (keys.isEmpty() || !keys.stream().allMatch(Cosigner::isCosigner)) {
      throw new IllegalArgumentException("a witness has at least one key, all of cosigners' types");
    }
  }

  private static boolean isCosigner(SigningKey key) {
    return key.verifierKey().type() != KeyType.ED25519;
  }

  /** The public halves of the keys. */
  List<VerifierKey> verifierKeys() {
    return keys.stream().map(SigningKey::verifierKey).toList();
  }

  /** Signs a checkpoint whose head is durable, for a time that {@link #now} gave. */
  Signed sign(SignedCheckpoint checkpoint, long seconds) {
    List<NoteSignature> lines =
        keys.stream()
            .filter(key -> Cosignature.covers(key.verifierKey(), checkpoint.checkpoint()))
            .map(key -> Cosignature.sign(checkpoint, key, seconds))
            .toList();
    CosignedNote note =
        new CosignedNote(checkpoint.head().size(), seconds, checkpoint.with(lines).toString());
    return new Signed(lines, note);
  }

  /** Whether at least one key can sign for a log. */
  boolean covers(VerifierKey log) {
    Checkpoint some = new Checkpoint(log.name(), TreeHead.EMPTY);
    return keys.stream().anyMatch(key -> Cosignature.covers(key.verifierKey(), some));
  }

  /** The keys that sign subtrees. */
  List<SigningKey> subtreeKeys() {
    return keys.stream()
        .filter(key -> key.verifierKey().type() == KeyType.ML_DSA_44_COSIGNATURE)
        .toList();
  }

  /**
   * The time, in seconds since the epoch; never before one that was given earlier.
   *
   * @throws DateTimeException if the clock shows a time that no cosignature can state
   */
  long now() {
    long seconds = lastSeconds.accumulateAndGet(clock.instant().getEpochSecond(), Math::max);
    if (seconds < 1) {
      throw new DateTimeException("the clock shows a time before 1970");
    }
    return seconds;
  }

  /** What was signed: the lines alone, and the checkpoint with them. */
  record Signed(List<NoteSignature> lines, CosignedNote note) {}
}
