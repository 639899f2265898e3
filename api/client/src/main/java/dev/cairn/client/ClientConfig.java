package dev.cairn.client;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import java.time.Duration;

/**
 * How a client reaches a log and what it trusts.
 *
 * @param address the log
 * @param trust the key that the log is verified with
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
   *     another log than the pinned key does
   */
  public ClientConfig {
    if (!deadline.isPositive() || deadline.compareTo(MAX_DEADLINE) > 0) {
      throw new IllegalArgumentException("the deadline " + deadline + " is not in (0, 1 day]");
    }
    if (trust instanceof Trust.Pinned pinned
        && !address.origin().isEmpty()
        && !address.origin().equals(pinned.key().name())) {
      throw new IllegalArgumentException(
          "the key is for " + pinned.key().name() + ", the address names " + address.origin());
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
