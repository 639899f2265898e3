package dev.cairn.server.witness;

import dev.cairn.server.thread.Threads;
import dev.cairn.server.witness.WitnessExchange.Outcome;
import dev.cairn.tree.policy.PolicyWitness;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedRunnable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One witness and the thread that serves it: takes the candidate, has it cosigned, and tries again
 * with backoff while that fails. A slow witness holds up nobody but itself.
 */
final class WitnessPeer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WitnessPeer.class);
  private static final Duration IN_TIME = Duration.ofSeconds(1);

  private final PolicyWitness witness;
  private final String log;
  private final Witnessing witnessing;
  private final WitnessExchange exchange;
  private final Backoff backoff;
  private final Thread thread;

  // Guarded by this.
  private long cosignedSize;
  private Optional<Instant> cosignedTime = Optional.empty();
  private Optional<Instant> owedSince = Optional.empty();
  private String trouble = "";

  WitnessPeer(
      Threads threads,
      PolicyWitness witness,
      String log,
      Witnessing witnessing,
      WitnessExchange exchange,
      Backoff backoff) {
    this.witness = witness;
    this.log = log;
    this.witnessing = witnessing;
    this.exchange = exchange;
    this.backoff = backoff;
    this.thread = threads.unstarted("witness " + witness.name() + " " + log, this::run);
  }

  void start() {
    thread.start();
  }

  PolicyWitness witness() {
    return witness;
  }

  synchronized WitnessStatus status() {
    Optional<Instant> late =
        owedSince.filter(
            since -> !trouble.isEmpty() || since.plus(IN_TIME).isBefore(Instant.now()));
    return new WitnessStatus(witness.name(), cosignedSize, cosignedTime, late, trouble);
  }

  /** Whether its last exchange failed. */
  synchronized boolean isInTrouble() {
    return !trouble.isEmpty();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    RetryPolicy<Object> again =
        RetryPolicy.builder()
            .handle(Exception.class)
            .abortOn(InterruptedException.class)
            .withBackoff(backoff.first(), backoff.most())
            .withJitter(0.25)
            .withMaxRetries(-1)
            .build();
    CheckedRunnable one = this::cosignNext;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Failsafe.with(again).run(one);
      }
    } catch (FailsafeException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void cosignNext() throws WitnessFailure, InterruptedException {
    Candidate candidate = witnessing.next(witness);
    owe();
    try {
      switch (exchange.cosign(candidate.checkpoint())) {
        case Outcome.Cosigned cosigned -> {
          inTime(candidate.size(), cosigned.time());
          witnessing.heard(witness);
          witnessing.accept(witness, candidate, cosigned.line());
        }
        case Outcome.Overtaken() -> {
          witnessing.heard(witness);
          witnessing.declined(witness, candidate);
        }
        case Outcome.DeclaredLost(String reason) -> {
          witnessing.heard(witness);
          throw new WitnessFailure(reason);
        }
        case Outcome.Declined(String reason) -> {
          witnessing.refused(witness);
          throw new WitnessFailure(reason);
        }
        case Outcome.Foreign(String reason) -> {
          witnessing.foreign(witness, reason);
          throw new WitnessFailure(reason);
        }
      }
    } catch (WitnessFailure e) {
      late(String.valueOf(e.getMessage()));
      throw e;
    } catch (RuntimeException e) {
      LOG.error("Asking witness {} of {} failed", witness.name(), log, e);
      late("asking it failed: " + e);
      throw e;
    }
  }

  private synchronized void owe() {
    if (owedSince.isEmpty()) {
      owedSince = Optional.of(Instant.now());
    }
  }

  private synchronized void late(String why) {
    if (!trouble.equals(why)) {
      LOG.warn(
          "Witness {} of {} is late since {}: {}",
          witness.name(),
          log,
          owedSince.orElseGet(Instant::now),
          why);
    }
    trouble = why;
  }

  private synchronized void inTime(long size, Instant time) {
    if (!trouble.isEmpty()) {
      LOG.info(
          "Witness {} of {} cosigns again, after {}",
          witness.name(),
          log,
          Duration.between(owedSince.orElseGet(Instant::now), Instant.now()));
    }
    cosignedSize = size;
    cosignedTime = Optional.of(time);
    owedSince = Optional.empty();
    trouble = "";
  }
}
