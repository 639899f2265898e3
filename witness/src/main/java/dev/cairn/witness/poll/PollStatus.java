package dev.cairn.witness.poll;

import java.time.Instant;
import java.util.Optional;

/**
 * How it stands with one polled log.
 *
 * @param last what came of the last attempt; empty before the first
 * @param lastCosigned when its checkpoint was last cosigned; empty if never since the start
 * @param failures failed attempts since the last good one
 * @param forks attempts that showed a fork, since the start
 */
public record PollStatus(
    FollowedLog log,
    Optional<PollOutcome> last,
    Optional<Instant> lastCosigned,
    long failures,
    long forks) {

  static PollStatus of(FollowedLog log) {
    return new PollStatus(log, Optional.empty(), Optional.empty(), 0, 0);
  }

  PollStatus after(PollOutcome outcome, Instant now) {
    Optional<PollOutcome> result = Optional.of(outcome);
    return switch (outcome) {
      case PollOutcome.Cosigned _ -> new PollStatus(log, result, Optional.of(now), 0, forks);
      case PollOutcome.Behind _ -> new PollStatus(log, result, lastCosigned, 0, forks);
      case PollOutcome.Forked _ ->
          new PollStatus(log, result, lastCosigned, failures + 1, forks + 1);
      case PollOutcome.Failed _ -> new PollStatus(log, result, lastCosigned, failures + 1, forks);
    };
  }
}
