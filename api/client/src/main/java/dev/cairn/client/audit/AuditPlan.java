package dev.cairn.client.audit;

import dev.cairn.client.EntryMemory;
import dev.cairn.client.HeapMemory;
import dev.cairn.tree.policy.WitnessPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an auditor looks at, how often, and where it keeps what it finds.
 *
 * @param evidenceFolder where evidence is kept; created when there is some
 * @param depth what of the log is looked at
 * @param entries keeps how far the entries were hashed; give one that outlives the process, or the
 *     next one starts from 0
 * @param witnesses the witnesses to ask what they have cosigned
 * @param policy says which witnesses make a quorum, for {@code maxAge}; empty: any one does
 * @param maxAge how long ago the newest cosigned head may have been cosigned before it is an alarm,
 *     more than 0; empty: no matter how long
 * @param interval how long to leave a witness alone after an answer; more than 0
 * @param deadline the longest that one exchange with a witness may take; more than 0
 * @param clock says what the time is
 */
public record AuditPlan(
    Path evidenceFolder,
    Depth depth,
    EntryMemory entries,
    List<WitnessSource> witnesses,
    Optional<WitnessPolicy> policy,
    Optional<Duration> maxAge,
    Duration interval,
    Duration deadline,
    InstantSource clock) {
  /** The interval unless another is set: one minute. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);

  /** The deadline unless another is set: 10 seconds. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);

  /**
   * @throws IllegalArgumentException if a time is not above 0, or an age is asked for and there are
   *     no witnesses
   */
  public AuditPlan {
    witnesses = List.copyOf(witnesses);
    if (!interval.isPositive() || !deadline.isPositive()) {
      throw new IllegalArgumentException("interval and deadline are above 0");
    }
    if (maxAge.isPresent() && !maxAge.get().isPositive()) {
      throw new IllegalArgumentException("the greatest age " + maxAge.get() + " is not above 0");
    }
    if (maxAge.isPresent() && witnesses.isEmpty()) {
      throw new IllegalArgumentException(
          "only witnesses say how old a head is, and there are none");
    }
  }

  /** The heads of the log alone. */
  public static AuditPlan of(Path evidenceFolder) {
    return new AuditPlan(
        evidenceFolder,
        Depth.HEADS,
        new HeapMemory(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        DEFAULT_INTERVAL,
        DEFAULT_DEADLINE,
        InstantSource.system());
  }

  /** The same, with every entry, going on from where the memory says. */
  public AuditPlan withEntries(EntryMemory entries) {
    return new AuditPlan(
        evidenceFolder,
        Depth.ENTRIES,
        entries,
        witnesses,
        policy,
        maxAge,
        interval,
        deadline,
        clock);
  }

  /** The same with these witnesses besides. */
  public AuditPlan withWitnesses(List<WitnessSource> more) {
    List<WitnessSource> all = new ArrayList<>(witnesses);
    all.addAll(more);
    return new AuditPlan(
        evidenceFolder, depth, entries, all, policy, maxAge, interval, deadline, clock);
  }

  /** The same with the quorum of a policy; its witnesses are to be added for themselves. */
  public AuditPlan withPolicy(WitnessPolicy policy) {
    return new AuditPlan(
        evidenceFolder,
        depth,
        entries,
        witnesses,
        Optional.of(policy),
        maxAge,
        interval,
        deadline,
        clock);
  }

  /** The same with an alarm once the newest cosigned head is older. */
  public AuditPlan withMaxAge(Duration maxAge) {
    return new AuditPlan(
        evidenceFolder,
        depth,
        entries,
        witnesses,
        policy,
        Optional.of(maxAge),
        interval,
        deadline,
        clock);
  }

  /** The same with other times for the exchanges with witnesses. */
  public AuditPlan withTimes(Duration interval, Duration deadline) {
    return new AuditPlan(
        evidenceFolder, depth, entries, witnesses, policy, maxAge, interval, deadline, clock);
  }

  /** The same with another clock. */
  public AuditPlan withClock(InstantSource clock) {
    return new AuditPlan(
        evidenceFolder, depth, entries, witnesses, policy, maxAge, interval, deadline, clock);
  }
}
