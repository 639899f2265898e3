package dev.cairn.client.audit;

import dev.cairn.client.audit.WitnessSource.Signer;
import dev.cairn.tree.policy.PolicyWitness;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** How long ago the newest cosigned head was cosigned: with a policy, by its quorum. */
final class Freshness {
  private final AuditPlan plan;
  // Guarded by this.
  private final Map<WitnessSource, Long> cosigned = new HashMap<>();
  private final Set<String> unasked = new HashSet<>();

  Freshness(AuditPlan plan) {
    this.plan = plan;
    plan.witnesses().forEach(witness -> unasked.add(witness.name()));
  }

  /** A source was asked, and did not answer as it should. */
  synchronized void troubled(String source) {
    unasked.remove(source);
  }

  synchronized void seen(WitnessState state) {
    unasked.remove(state.witness().name());
    state.cosignedSeconds().ifPresent(time -> cosigned.merge(state.witness(), time, Math::max));
  }

  /** What is wrong, one line; empty if nothing is, or not all witnesses were asked yet. */
  synchronized Optional<String> alarm() {
    return unasked.isEmpty() ? plan.maxAge().flatMap(this::alarm) : Optional.empty();
  }

  private Optional<String> alarm(Duration maxAge) {
    OptionalLong newest = plan.policy().isPresent() ? quorumTime() : newestTime();
    if (newest.isEmpty()) {
      return Optional.of("stale: no head has been shown that enough witnesses have cosigned");
    }
    long age = plan.clock().instant().getEpochSecond() - newest.getAsLong();
    return age <= maxAge.toSeconds()
        ? Optional.empty()
        : Optional.of(
            "stale: the newest cosigned head was cosigned "
                + age
                + " s ago, and "
                + maxAge.toSeconds()
                + " s are allowed");
  }

  private OptionalLong newestTime() {
    return cosigned.values().stream().mapToLong(Long::longValue).max();
  }

  /** The latest time since which a quorum has cosigned. */
  private OptionalLong quorumTime() {
    List<Map.Entry<WitnessSource, Long>> latestFirst =
        cosigned.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .toList();
    Set<PolicyWitness> cosigners = new HashSet<>();
    for (Map.Entry<WitnessSource, Long> next : latestFirst) {
      if (next.getKey().signer() instanceof Signer.OfPolicy ofPolicy) {
        cosigners.add(ofPolicy.witness());
        if (plan.policy().orElseThrow().isQuorum(cosigners)) {
          return OptionalLong.of(next.getValue());
        }
      }
    }
    return OptionalLong.empty();
  }
}
