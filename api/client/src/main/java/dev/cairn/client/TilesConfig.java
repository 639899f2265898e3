package dev.cairn.client;

import dev.cairn.client.tiles.Reading;
import dev.cairn.client.tiles.TilesLocation;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.policy.PolicyLog;
import java.time.Duration;
import java.util.List;

/**
 * Where a tiled log is and what is trusted of it.
 *
 * @param location its files
 * @param trust a key, or a policy whose logs it is one of; a tiled log does not state its key, so
 *     it cannot be trusted on first use
 * @param memory as in {@link ClientConfig}
 * @param deadline as in {@link ClientConfig}; one request has three quarters of it
 * @param poll how often to look for a newer checkpoint while the log is followed, more than 0
 */
public record TilesConfig(
    TilesLocation location, Trust trust, HeadMemory memory, Duration deadline, Duration poll) {
  /** How often to look unless another interval is set: 2 seconds. */
  public static final Duration DEFAULT_POLL = Duration.ofSeconds(2);

  private static final Duration MAX_DEADLINE = Duration.ofDays(1);

  /**
   * @throws IllegalArgumentException if the log would have to state its key, the policy names no
   *     log, the deadline is not in (0, 1 day], or the interval is not above 0
   */
  public TilesConfig {
    if (!deadline.isPositive() || deadline.compareTo(MAX_DEADLINE) > 0) {
      throw new IllegalArgumentException("the deadline " + deadline + " is not in (0, 1 day]");
    }
    if (!poll.isPositive()) {
      throw new IllegalArgumentException("the interval " + poll + " is not above 0");
    }
    if (keys(trust).isEmpty()) {
      throw new IllegalArgumentException("the policy names no log");
    }
  }

  /** A deadline of 10 seconds, a look every 2, and a memory that ends with the process. */
  public static TilesConfig of(TilesLocation location, Trust trust) {
    return new TilesConfig(
        location, trust, new HeapMemory(), ClientConfig.DEFAULT_DEADLINE, DEFAULT_POLL);
  }

  /** The same with another memory. */
  public TilesConfig withMemory(HeadMemory memory) {
    return new TilesConfig(location, trust, memory, deadline, poll);
  }

  /** The same with another deadline. */
  public TilesConfig withDeadline(Duration deadline) {
    return new TilesConfig(location, trust, memory, deadline, poll);
  }

  /** The same with another interval between looks. */
  public TilesConfig withPoll(Duration poll) {
    return new TilesConfig(location, trust, memory, deadline, poll);
  }

  /** The log has one of these. */
  List<VerifierKey> keys() {
    return keys(trust);
  }

  private static List<VerifierKey> keys(Trust trust) {
    return switch (trust) {
      case Trust.Pinned pinned -> List.of(pinned.key());
      case Trust.ByPolicy byPolicy ->
          byPolicy.policy().logs().stream().map(PolicyLog::key).toList();
      case Trust.FirstUse _ ->
          throw new IllegalArgumentException(
              "a tiled log does not state its key: pin one, or give a policy");
    };
  }

  /** So that a file that does not come is named before the call is over. */
  Reading reading() {
    return Reading.DEFAULT.withTimeout(deadline.multipliedBy(3).dividedBy(4));
  }
}
