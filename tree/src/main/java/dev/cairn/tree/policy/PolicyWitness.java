package dev.cairn.tree.policy;

import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.VerifierKey;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A witness of a policy. Two are equal if name, key and URL are. */
public final class PolicyWitness {
  private final String name;
  private final WitnessKey key;
  private final Optional<String> url;

  PolicyWitness(String name, WitnessKey key, Optional<String> url) {
    this.name = name;
    this.key = key;
    this.url = url;
  }

  /** The name by which the policy file refers to the witness, and nothing else does. */
  public String name() {
    return name;
  }

  /** The key, unless the file has only its bytes: such a witness may sign under any key name. */
  public Optional<VerifierKey> key() {
    return switch (key) {
      case WitnessKey.Named named -> Optional.of(named.key());
      case WitnessKey.Nameless _ -> Optional.empty();
    };
  }

  /** Where to reach the witness: the submission prefix of C2SP tlog-witness. */
  public Optional<String> url() {
    return url;
  }

  /** Whether a signature line claims to be by this witness. Nothing is verified. */
  public boolean claims(NoteSignature line) {
    return line.claims(key.under(line));
  }

  /**
   * When the witness cosigned a checkpoint: the latest time, if it did so more than once.
   *
   * @return seconds since the epoch, from 1 to 2^63-1, which may lie in the future; empty if there
   *     is no line by the witness
   * @throws VerificationException if a line by the witness does not verify: the note is not to be
   *     trusted then
   * @throws IllegalArgumentException if the log's own key is that of the witness
   */
  public OptionalLong cosignedAt(SignedCheckpoint checkpoint) throws VerificationException {
    Set<VerifierKey> claimed =
        checkpoint.note().signatures().stream()
            .filter(this::claims)
            .map(key::under)
            .collect(Collectors.toSet());
    OptionalLong latest = OptionalLong.empty();
    for (VerifierKey signer : claimed) {
      long time = checkpoint.cosignedAt(signer).orElseThrow();
      latest = OptionalLong.of(Math.max(time, latest.orElse(time)));
    }
    return latest;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PolicyWitness that
        && name.equals(that.name)
        && key.equals(that.key)
        && url.equals(that.url);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** The line that defines the witness in a policy file, without its newline. */
  @Override
  public String toString() {
    return "witness " + name + " " + key + url.map(at -> " " + at).orElse("");
  }
}
