package dev.cairn.backup.form;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.LossStatement;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * What {@code backup.json} says.
 *
 * @param checkpoint the newest checkpoint that was published when the backup was made; all of the
 *     tree under it is in the backup
 * @param witnessed the newest checkpoint that a quorum had cosigned, if there was one
 * @param losses the losses that the log has declared, the oldest first
 * @param time when the newest increment was finished, in whole seconds
 * @param keys the number of idempotency keys
 * @param checkpoints the number of kept checkpoints, those that were written again counted again
 * @param increments at least one; the first from size 0, each from where the one before ended, the
 *     last to the checkpoint's size
 * @param edgeSha256 of the manifest of the edge, in lowercase hex; empty if the log is
 */
public record BackupDescription(
    SignedCheckpoint checkpoint,
    Optional<SignedCheckpoint> witnessed,
    List<SignedNote> losses,
    Instant time,
    long keys,
    long checkpoints,
    List<Increment> increments,
    Optional<String> edgeSha256) {

  /** The version of the form of a backup. */
  public static final int FORMAT = 1;

  /** The most increments of a backup. */
  public static final int MAX_INCREMENTS = 100_000;

  /** The most bytes of a description. */
  public static final int MAX_BYTES = 64 << 20;

  /**
   * @throws IllegalArgumentException if it contradicts itself
   */
  public BackupDescription {
    increments = List.copyOf(increments);
    losses = List.copyOf(losses);
    if (keys < 0 || checkpoints < 0) {
      throw new IllegalArgumentException("a negative count");
    }
    if (increments.isEmpty() || increments.size() > MAX_INCREMENTS) {
      throw new IllegalArgumentException(increments.size() + " increments");
    }
    long size = 0;
    for (int i = 0; i < increments.size(); i++) {
      Increment increment = increments.get(i);
      if (increment.number() != i + 1 || increment.from() != size) {
        throw new IllegalArgumentException("increments that do not follow each other");
      }
      size = increment.to();
    }
    if (size != checkpoint.head().size()) {
      throw new IllegalArgumentException("increments that do not end at the checkpoint");
    }
    if (edgeSha256.isPresent() != size > 0 || !edgeSha256.stream().allMatch(Manifest::isSha256)) {
      throw new IllegalArgumentException("not the manifest of an edge");
    }
    if (witnessed.isPresent() && witnessed.get().head().size() > size) {
      throw new IllegalArgumentException("a witnessed checkpoint beyond the newest one");
    }
  }

  /** The log's public key, whose name is its origin. */
  public VerifierKey log() {
    return checkpoint.log();
  }

  /** The number of entries. */
  public long size() {
    return checkpoint.head().size();
  }

  /** The increment that was made last. */
  public Increment newest() {
    return increments.getLast();
  }

  /** Whether the signing key is in the backup. */
  public boolean hasKey() {
    return increments.stream().anyMatch(Increment::hasKey);
  }

  /** As bytes of {@code backup.json}. */
  public byte[] toBytes() {
    return DescriptionJson.of(this).toBytes();
  }

  /**
   * Reads the description of a backup. The log's signatures are verified under the key that it
   * names.
   *
   * @throws BackupException if there is none; if it is damaged, of a newer format, or not signed
   */
  public static BackupDescription read(BackupFiles files) throws BackupException {
    String name = BackupPaths.DESCRIPTION + " of " + files;
    try {
      byte[] bytes =
          files
              .read(BackupPaths.DESCRIPTION, MAX_BYTES)
              .orElseThrow(
                  () ->
                      BackupException.unusable(
                          "%s is no backup: there is no %s in it"
                              .formatted(files, BackupPaths.DESCRIPTION)));
      return parse(bytes);
    } catch (IOException e) {
      throw BackupException.damaged(name + " cannot be read: " + e.getMessage(), e);
    } catch (MalformedException | VerificationException e) {
      throw BackupException.damaged(name + " is damaged: " + e.getMessage(), e);
    }
  }

  /**
   * Reads the bytes of {@code backup.json}.
   *
   * @throws MalformedException unless it is exactly as {@link #toBytes} writes it
   * @throws VerificationException if the log did not sign the checkpoints
   */
  public static BackupDescription parse(byte[] bytes)
      throws MalformedException, VerificationException {
    try {
      DescriptionJson json = DescriptionJson.parse(bytes);
      VerifierKey log = VerifierKey.parse(json.vkey());
      BackupDescription description =
          new BackupDescription(
              open(json.checkpoint(), log),
              json.witnessed().isEmpty()
                  ? Optional.empty()
                  : Optional.of(open(json.witnessed(), log)),
              losses(json.losses(), log),
              Instant.parse(json.time()),
              json.keys(),
              json.checkpoints(),
              json.increments(),
              Optional.of(json.edge().sha256()).filter(hash -> !hash.isEmpty()));
      if (!Arrays.equals(description.toBytes(), bytes)) {
        throw new MalformedException("it contradicts itself");
      }
      return description;
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      throw new MalformedException("it is not of its form: " + e.getMessage());
    }
  }

  private static List<SignedNote> losses(List<String> texts, VerifierKey log)
      throws MalformedException, VerificationException {
    List<SignedNote> losses = new ArrayList<>();
    for (String text : texts) {
      byte[] note = text.getBytes(StandardCharsets.UTF_8);
      var _ = LossStatement.open(note, log);
      losses.add(SignedNote.parse(note));
    }
    return losses;
  }

  private static SignedCheckpoint open(String note, VerifierKey log)
      throws MalformedException, VerificationException {
    return SignedCheckpoint.open(note.getBytes(StandardCharsets.UTF_8), log);
  }
}
