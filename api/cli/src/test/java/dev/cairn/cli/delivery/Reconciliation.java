package dev.cairn.cli.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.audit.v1.ChainFinding;
import dev.cairn.audit.v1.ChainFindingKind;
import dev.cairn.tree.note.VerifierKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Holds what a service was told against what there is. Whatever {@code record} acknowledged is in
 * the log, once, at its index, with its bytes. Whatever was offered besides is in the log, in the
 * outbox or a dead letter, or {@code record} has said that it failed, or the service was killed
 * before it had said anything; and never in two of them, but for what is in the log and not yet
 * settled in the outbox.
 */
final class Reconciliation {
  private static final int MAX_TOLD = 20;

  private final ServicePlan plan;
  private final Path copy;
  final Promises promises;
  final LogView log;
  private final List<String> violations = new ArrayList<>();

  Reconciliation(ServicePlan plan, LogProcess log, Path copy) {
    this(plan, log.address(), log.key(), copy);
  }

  Reconciliation(ServicePlan plan, String address, VerifierKey key, Path copy) {
    this.plan = plan;
    this.copy = copy;
    this.promises = new Promises(plan.journal());
    this.log = new LogView(address, key, plan.fingerprint());
  }

  /** The check while events may wait; the service is dead, the log is served. */
  OutboxView check(String when) throws Exception {
    return check(when, false);
  }

  /**
   * The check at the end: a last life has delivered all that waited, and was closed. The log and
   * the counters hold the same.
   */
  void checkDrained(String when) throws Exception {
    OutboxView outbox = check(when, true);
    assertEquals(0, outbox.waiting().size() + outbox.own(), "nothing waits any more, " + when);
    Promises.Quiet quiet = promises.quiet.getLast();
    assertEquals(0, quiet.waiting() + quiet.spooled() + quiet.inOutbox(), quiet + ", " + when);
    assertEquals(
        quiet.offered() + quiet.recovered(),
        quiet.acknowledged() + quiet.deadLettered() + quiet.failed(),
        quiet + ", " + when);
    assertEquals(outbox.letters().size(), quiet.letters(), when);
    assertEquals(List.of(), log.chain.missing(), when);
  }

  /** As {@link #checkDrained}, after one life only: the counters and the log are of one size. */
  void checkDrainedInOneLife(String when) throws Exception {
    checkDrained(when);
    Promises.Quiet quiet = promises.quiet.getLast();
    assertEquals(promises.offered.size(), quiet.offered() - quiet.own(), when);
    assertEquals(log.size(), quiet.acknowledged(), quiet + ", " + when);
    assertEquals(quiet.letters(), quiet.deadLettered(), when);
    assertEquals(promises.failed.size(), quiet.failed(), when);
  }

  private OutboxView check(String when, boolean isDrained) throws Exception {
    OutboxView outbox = OutboxView.read(plan.outbox(), copy, plan.fingerprint());
    promises.read();
    log.read();
    violations.addAll(promises.violations);
    violations.addAll(log.violations);
    outbox.twice().forEach(name -> violations.add("twice in the outbox: " + name));
    promises.offered.forEach((name, life) -> checkOffered(name, life, outbox));
    promises.acknowledged.forEach(this::checkAcknowledged);
    log.events.keySet().forEach(name -> checkKnown(name, "the log"));
    outbox.waiting().forEach(name -> checkKnown(name, "the outbox"));
    outbox.letters().forEach(name -> checkKnown(name, "the dead letters"));
    log.chain.findings().forEach(finding -> checkFinding(finding, isDrained));
    assertEquals(List.of(), violations.stream().limit(MAX_TOLD).toList(), when);
    return outbox;
  }

  private void checkAcknowledged(String name, Promises.Place place) {
    if (!place.equals(log.events.get(name))) {
      violations.add(
          "%s was acknowledged at %s, and the log has it at %s"
              .formatted(name, place, log.events.get(name)));
    }
  }

  private void checkKnown(String name, String where) {
    if (!promises.offered.containsKey(name)) {
      violations.add("nobody offered what is in " + where + ": " + name);
    }
  }

  private void checkOffered(String name, int life, OutboxView outbox) {
    boolean isLogged = log.events.containsKey(name);
    boolean isWaiting = outbox.waiting().contains(name);
    boolean isBuried = outbox.letters().contains(name);
    boolean isDurable =
        promises.spooled.contains(name)
            || promises.acknowledged.containsKey(name)
            || promises.pending.contains(name)
            || promises.buried.contains(name);
    boolean hasFailed = promises.failed.contains(name);
    boolean mustBe = isDurable || (promises.closedLives.contains(life) && !hasFailed);
    if (mustBe && !isLogged && !isWaiting && !isBuried) {
      violations.add("lost: " + name);
    }
    if (hasFailed && (isLogged || isWaiting || isBuried || isDurable)) {
      violations.add("failed, and is there all the same: " + name);
    }
    if (isBuried && (isLogged || isWaiting)) {
      violations.add("a dead letter, and in the log or in the outbox as well: " + name);
    }
    if (promises.buried.contains(name) && !isBuried) {
      violations.add("said to be a dead letter, and is none: " + name);
    }
  }

  /** Only what was refused may be missing, and that must be explained. */
  private void checkFinding(ChainFinding finding, boolean isDrained) {
    boolean isExplained =
        finding.getKind() == ChainFindingKind.CHAIN_FINDING_KIND_GAP
            && (!isDrained || finding.getSettledCount() == finding.getCount())
            && plan.reuses() > 0;
    if (!isExplained) {
      violations.add("the producer's chain: " + finding);
    }
  }

  /** The names of all events that the log has, by where they are. */
  Map<String, Promises.Place> logged() {
    return log.events;
  }
}
