package dev.cairn.client;

import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.policy.WitnessPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Why a log's checkpoints are believed: where its key comes from, and who else must have signed.
 */
public sealed interface Trust {

  /**
   * The caller knows the key.
   *
   * @param key the log's key, of type {@link KeyType#ED25519}; its name is the log's origin
   */
  record Pinned(VerifierKey key) implements Trust {
    /**
     * @throws IllegalArgumentException if the key is not one that signs plain notes
     */
    public Pinned {
      if (key.type() != KeyType.ED25519) {
        throw new IllegalArgumentException("key " + key + " is not a log's: it is a cosigner's");
      }
    }
  }

  /**
   * The key is asked of the log at the first contact and kept; from then on no other key is
   * accepted at that address. Whoever controls the network at the first contact can pass off
   * another log.
   *
   * @param store keeps the key
   */
  record FirstUse(TrustStore store) implements Trust {}

  /**
   * The log is one of a policy's, under the key that stands there, and a checkpoint counts only
   * once the policy's quorum of witnesses has cosigned it: the log alone can show nobody a history
   * of his own.
   *
   * @param policy the logs, the witnesses and the quorum
   * @param allowedSkew how far a cosignature's time may lie in the future: clocks differ; 0 or
   *     more. A checkpoint with a later one is refused.
   * @param maxAge how old the cosignatures of what the log presents as its newest head may be, more
   *     than 0; those that are older do not count. Empty: any age will do, and a log can hide for
   *     as long as it likes how far it has come.
   * @param clock says what the time is
   */
  record ByPolicy(
      WitnessPolicy policy, Duration allowedSkew, Optional<Duration> maxAge, InstantSource clock)
      implements Trust {
    /** The skew that is allowed unless another is set: 60 seconds. */
    public static final Duration DEFAULT_SKEW = Duration.ofSeconds(60);

    /**
     * @throws IllegalArgumentException if the skew is negative, or the age not above 0
     */
    public ByPolicy {
      if (allowedSkew.isNegative()) {
        throw new IllegalArgumentException("the allowed skew " + allowedSkew + " is negative");
      }
      if (maxAge.isPresent() && !maxAge.get().isPositive()) {
        throw new IllegalArgumentException("the greatest age " + maxAge.get() + " is not above 0");
      }
    }

    /** A policy with a skew of 60 seconds, heads of any age, and the system's clock. */
    public static ByPolicy of(WitnessPolicy policy) {
      return new ByPolicy(policy, DEFAULT_SKEW, Optional.empty(), InstantSource.system());
    }

    /** The same with another skew. */
    public ByPolicy withAllowedSkew(Duration allowedSkew) {
      return new ByPolicy(policy, allowedSkew, maxAge, clock);
    }

    /** The same, refusing newest heads whose quorum of cosignatures is older. */
    public ByPolicy withMaxAge(Duration maxAge) {
      return new ByPolicy(policy, allowedSkew, Optional.of(maxAge), clock);
    }

    /** The same with another clock. */
    public ByPolicy withClock(InstantSource clock) {
      return new ByPolicy(policy, allowedSkew, maxAge, clock);
    }
  }
}
