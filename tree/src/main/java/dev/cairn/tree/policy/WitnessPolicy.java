package dev.cairn.tree.policy;

import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.VerifierKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which logs to trust, and which witnesses must have cosigned a checkpoint (C2SP tlog-policy).
 * Immutable; two are equal if they say the same in the same order.
 */
public final class WitnessPolicy {
  /** The most bytes a policy file may have. */
  public static final int MAX_BYTES = 8_000_000;

  /** The most logs, the most witnesses and the most groups a policy may have. */
  public static final int MAX_LINES_OF_A_KIND = 1_000;

  private static final int NAMES_IN_A_MESSAGE = 8;

  private final List<PolicyLog> logs;
  private final List<PolicyWitness> witnesses;
  private final Quorum quorum;

  WitnessPolicy(List<PolicyLog> logs, List<PolicyWitness> witnesses, Quorum quorum) {
    this.logs = List.copyOf(logs);
    this.witnesses = List.copyOf(witnesses);
    this.quorum = quorum;
  }

  /**
   * Parses a policy file. The package's description says what is accepted.
   *
   * @throws PolicyException if anything in the file is not understood, contradicts itself or is
   *     larger than the bounds
   */
  public static WitnessPolicy parse(byte[] file) throws PolicyException {
    return PolicyParser.parse(file);
  }

  /** The trusted logs, in the file's order. Any one of them is enough. */
  public List<PolicyLog> logs() {
    return logs;
  }

  /** All witnesses of the file in its order, also those without a part in the quorum. */
  public List<PolicyWitness> witnesses() {
    return witnesses;
  }

  /** The keys trusted for an origin; empty if the policy does not trust such a log. */
  public List<VerifierKey> logKeys(String origin) {
    return logs.stream().map(PolicyLog::key).filter(key -> key.name().equals(origin)).toList();
  }

  /** Whether the quorum asks for any witness: false for {@code quorum none}. */
  public boolean needsWitnesses() {
    return !quorum.name().equals(Quorum.NONE);
  }

  /** Whether these witnesses are enough; those that are not the policy's do not count. */
  public boolean isQuorum(Set<PolicyWitness> cosigners) {
    return quorum.isMet(names(cosigners));
  }

  private Set<String> names(Set<PolicyWitness> cosigners) {
    return witnesses.stream()
        .filter(cosigners::contains)
        .map(PolicyWitness::name)
        .collect(Collectors.toSet());
  }

  /**
   * Applies the whole policy: the log is a trusted one, every line by a witness of the policy
   * verifies, none states a time in the future, and those that are fresh enough make a quorum.
   *
   * @throws VerificationException if any of that is not so; if only the quorum is missing, the
   *     message says how much of it was found and which witnesses are missing
   */
  public Witnessed check(SignedCheckpoint checkpoint, CosignatureTimes times)
      throws VerificationException {
    requireLog(checkpoint);
    Map<PolicyWitness, Long> counted = new LinkedHashMap<>();
    for (PolicyWitness witness : witnesses) {
      OptionalLong time = witness.cosignedAt(checkpoint);
      if (time.isEmpty()) {
        continue;
      }
      if (times.isFuture(time.getAsLong())) {
        throw new VerificationException(
            "witness "
                + PolicyText.printable(witness.name())
                + " cosigned in the future, at "
                + time.getAsLong());
      }
      if (!times.isStale(time.getAsLong())) {
        counted.put(witness, time.getAsLong());
      }
    }
    if (!isQuorum(counted.keySet())) {
      throw new VerificationException(shortfall(names(counted.keySet())));
    }
    return new Witnessed(checkpoint, counted);
  }

  private void requireLog(SignedCheckpoint checkpoint) throws VerificationException {
    VerifierKey verified = checkpoint.log();
    List<VerifierKey> trusted = logKeys(checkpoint.checkpoint().origin());
    if (!trusted.contains(verified)) {
      throw new VerificationException(
          "the policy does not trust the log key " + verified.identity());
    }
    for (VerifierKey key : trusted) {
      if (!key.equals(verified)) {
        var _ = checkpoint.isSignedBy(key);
      }
    }
  }

  private String shortfall(Set<String> counted) {
    Set<String> parts = Set.copyOf(quorum.witnesses());
    List<String> missing =
        witnesses.stream()
            .map(PolicyWitness::name)
            .filter(name -> parts.contains(name) && !counted.contains(name))
            .toList();
    String more =
        missing.size() > NAMES_IN_A_MESSAGE
            ? " and " + (missing.size() - NAMES_IN_A_MESSAGE) + " more"
            : "";
    return "quorum "
        + PolicyText.printable(quorum.name())
        + " has "
        + quorum.progress(counted)
        + ": missing "
        + missing.stream()
            .limit(NAMES_IN_A_MESSAGE)
            .map(PolicyText::printable)
            .collect(Collectors.joining(", "))
        + more;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WitnessPolicy that
        && logs.equals(that.logs)
        && witnesses.equals(that.witnesses)
        && quorum.equals(that.quorum);
  }

  @Override
  public int hashCode() {
    return witnesses.hashCode();
  }

  /** The policy as a file in the C2SP form, without comments: {@link #parse} gives an equal one. */
  public byte[] toBytes() {
    return PolicyText.encode(toString());
  }

  /** The text of {@link #toBytes}; of a name that is not UTF-8 it has lone surrogates. */
  @Override
  public String toString() {
    StringBuilder file = new StringBuilder();
    logs.forEach(log -> file.append(log).append('\n'));
    witnesses.forEach(witness -> file.append(witness).append('\n'));
    quorum.groups().forEach(group -> file.append(group).append('\n'));
    return file.append("quorum ").append(quorum.name()).append('\n').toString();
  }
}
