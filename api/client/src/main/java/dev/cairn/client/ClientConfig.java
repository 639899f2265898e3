package dev.cairn.client;

import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.policy.WitnessPolicy;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import java.time.Duration;

/**
 * How a client reaches a log and what it trusts.
 *
 * @param address the log
 * @param trust why its checkpoints are believed: a key, or a policy with a quorum of witnesses
 * @param memory the verified heads; give one that outlives the process, or a log can show another
 *     history to the next one
 * @param deadline the longest that one call may take, retries included, and the longest silence of
 *     a stream that owes an answer; more than 0
 * @param credentials how the connection is secured
 */
public record ClientConfig(
    LogAddress address,
    Trust trust,
    HeadMemory memory,
    Duration deadline,
    ChannelCredentials credentials) {
  /** The deadline unless another is set: 10 seconds. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);

  private static final Duration MAX_DEADLINE = Duration.ofDays(1);

  /**
   * @throws IllegalArgumentException if the deadline is not in (0, 1 day], or the address names
   *     another log than the pinned key does, or a log that is not one of the policy's
   */
  public ClientConfig {
    if (!deadline.isPositive() || deadline.compareTo(MAX_DEADLINE) > 0) {
      throw new IllegalArgumentException("the deadline " + deadline + " is not in (0, 1 day]");
    }
    switch (trust) {
      case Trust.Pinned pinned -> requireNamed(address, pinned.key());
      case Trust.FirstUse _ -> {}
      case Trust.ByPolicy byPolicy -> requireNamed(address, byPolicy.policy());
    }
  }

  private static void requireNamed(LogAddress address, VerifierKey key) {
    if (!address.origin().isEmpty() && !address.origin().equals(key.name())) {
      throw new IllegalArgumentException(
          "the key is for " + key.name() + ", the address names " + address.origin());
    }
  }

  private static void requireNamed(LogAddress address, WitnessPolicy policy) {
    if (policy.logs().isEmpty()) {
      throw new IllegalArgumentException("the policy names no log");
    }
    if (!address.origin().isEmpty() && policy.logKeys(address.origin()).isEmpty()) {
      throw new IllegalArgumentException("the policy does not name the log " + address.origin());
    }
  }

  /** Plaintext, a deadline of 10 seconds, and a memory that ends with the process. */
  public static ClientConfig of(LogAddress address, Trust trust) {
    return new ClientConfig(
        address, trust, new HeapMemory(), DEFAULT_DEADLINE, InsecureChannelCredentials.create());
  }

  /** The same with another memory. */
  public ClientConfig withMemory(HeadMemory memory) {
    return new ClientConfig(address, trust, memory, deadline, credentials);
  }

  /** The same with another deadline. */
  public ClientConfig withDeadline(Duration deadline) {
    return new ClientConfig(address, trust, memory, deadline, credentials);
  }

  /** The same with another kind of connection, such as TLS. */
  public ClientConfig withCredentials(ChannelCredentials credentials) {
    return new ClientConfig(address, trust, memory, deadline, credentials);
  }
}
