package dev.cairn.client;

import dev.cairn.log.v1.CheckpointLevel;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.policy.CosignatureTimes;
import dev.cairn.tree.policy.PolicyWitness;
import dev.cairn.tree.policy.Witnessed;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What a checkpoint must carry, besides the log's signature, for the client to rest on it. */
final class Standard {
  private final Optional<Trust.ByPolicy> rule;

  private Standard(Optional<Trust.ByPolicy> rule) {
    this.rule = rule;
  }

  static Standard of(Trust trust) {
    return switch (trust) {
      case Trust.Pinned _, Trust.FirstUse _ -> new Standard(Optional.empty());
      case Trust.ByPolicy byPolicy -> new Standard(Optional.of(byPolicy));
    };
  }

  /** Whether cosignatures can be verified: there is a policy. */
  boolean hasPolicy() {
    return rule.isPresent();
  }

  /** Whether the log's signature alone is not enough. */
  boolean needsWitnesses() {
    return rule.isPresent() && rule.get().policy().needsWitnesses();
  }

  /** The level of checkpoints to ask for. */
  CheckpointLevel level() {
    return needsWitnesses()
        ? CheckpointLevel.CHECKPOINT_LEVEL_WITNESSED
        : CheckpointLevel.CHECKPOINT_LEVEL_SIGNED;
  }

  /** Refuses a level of acknowledgement that could not be verified. */
  void requireVerifiable(Ack ack) {
    if (ack == Ack.WITNESSED && !hasPolicy()) {
      throw new IllegalArgumentException(
          "without a policy the client cannot tell whether an entry is witnessed");
    }
  }

  /**
   * Checks a head that the log presents as its newest.
   *
   * @return who cosigned it; empty without a policy
   */
  Optional<Witnessed> check(SignedCheckpoint checkpoint) throws CheckFailedException {
    if (rule.isEmpty()) {
      return Optional.empty();
    }
    Trust.ByPolicy policy = rule.get();
    try {
      return Optional.of(policy.policy().check(checkpoint, times(policy, policy.maxAge())));
    } catch (VerificationException e) {
      if (policy.maxAge().isPresent()) {
        Witnessed atAnyAge = checkAtAnyAge(checkpoint, policy);
        throw new CheckFailedException(stale(policy, policy.maxAge().get(), atAnyAge), e);
      }
      throw refusal(checkpoint, e);
    }
  }

  /** Checks a head that need not be the newest: its cosignatures may be of any age. */
  void checkPast(SignedCheckpoint checkpoint) throws CheckFailedException {
    if (rule.isPresent()) {
      Witnessed _ = checkAtAnyAge(checkpoint, rule.get());
    }
  }

  private static Witnessed checkAtAnyAge(SignedCheckpoint checkpoint, Trust.ByPolicy policy)
      throws CheckFailedException {
    try {
      return policy.policy().check(checkpoint, times(policy, Optional.empty()));
    } catch (VerificationException e) {
      throw refusal(checkpoint, e);
    }
  }

  private static CosignatureTimes times(Trust.ByPolicy policy, Optional<Duration> maxAge) {
    return new CosignatureTimes(
        policy.clock().instant().getEpochSecond(),
        policy.allowedSkew().toSeconds(),
        maxAge.isPresent() ? OptionalLong.of(maxAge.get().toSeconds()) : OptionalLong.empty());
  }

  private static CheckFailedException refusal(SignedCheckpoint head, VerificationException why) {
    return new CheckFailedException(
        "the log's head of size "
            + head.head().size()
            + " is not witnessed as the policy asks: "
            + why.getMessage(),
        why);
  }

  private static String stale(Trust.ByPolicy policy, Duration maxAge, Witnessed witnessed) {
    long seconds = policy.clock().instant().getEpochSecond() - quorumTime(policy, witnessed);
    return "the log's newest witnessed head, of size "
        + witnessed.checkpoint().head().size()
        + ", is stale: its quorum's cosignatures are "
        + Durations.text(Duration.ofSeconds(seconds))
        + " old, and "
        + Durations.text(maxAge)
        + " are allowed";
  }

  /** The latest time by which a quorum had cosigned, in seconds since the epoch. */
  private static long quorumTime(Trust.ByPolicy policy, Witnessed witnessed) {
    List<Map.Entry<PolicyWitness, Long>> latestFirst =
        witnessed.cosigned().entrySet().stream()
            .sorted(Map.Entry.<PolicyWitness, Long>comparingByValue(Comparator.reverseOrder()))
            .toList();
    Set<PolicyWitness> cosigners = new HashSet<>();
    long time = policy.clock().instant().getEpochSecond();
    for (Map.Entry<PolicyWitness, Long> next : latestFirst) {
      if (policy.policy().isQuorum(cosigners)) {
        break;
      }
      cosigners.add(next.getKey());
      time = next.getValue();
    }
    return time;
  }
}
