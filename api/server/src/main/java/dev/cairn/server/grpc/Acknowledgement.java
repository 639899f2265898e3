package dev.cairn.server.grpc;

import dev.cairn.log.v1.AckLevel;
import dev.cairn.server.intake.Refusal;
import dev.cairn.server.intake.RefusedException;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.log.WitnessedLog;
import dev.cairn.server.sequence.Append;
import dev.cairn.server.sequence.AppendOutcome;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A durable append that has come as far as its caller asked, or as far as it could.
 *
 * @param entries where the entries are
 * @param level the level that was reached
 * @param checkpoint a checkpoint that covers them; none below {@code ACK_LEVEL_SIGNED}
 */
record Acknowledgement(
    AppendOutcome.Durable entries, AckLevel level, Optional<SignedCheckpoint> checkpoint) {

  /**
   * Waits until the outcome has come as far as {@code asked}. Where no checkpoint can be had, or no
   * quorum in time, the entries are still durable, and the lower level says so.
   *
   * @param patienceNanos the longest to wait for witnesses
   * @return completed exceptionally with {@link RefusedException} if nothing was appended, or that
   *     is unknown
   */
  static CompletableFuture<Acknowledgement> of(
      HostedLog log, AckLevel asked, AppendOutcome outcome, long patienceNanos) {
    return switch (outcome) {
      case AppendOutcome.Durable durable ->
          switch (asked) {
            case ACK_LEVEL_DURABLE -> CompletableFuture.completedFuture(durable(durable));
            case ACK_LEVEL_WITNESSED -> witnessed(log, durable, patienceNanos);
            case ACK_LEVEL_SIGNED, ACK_LEVEL_UNSPECIFIED, UNRECOGNIZED ->
                signed(log, durable, patienceNanos);
          };
      case AppendOutcome.KeyReused(long firstIndex) -> refused(new Refusal.KeyReused(firstIndex));
      case AppendOutcome.QueueFull() -> refused(new Refusal.QueueFull());
      case AppendOutcome.StoreFull() -> refused(new Refusal.StoreFull());
      case AppendOutcome.Stopped(String reason, boolean mayBeDurable) ->
          refused(
              // A fault is known to the log only after its appends are told.
              mayBeDurable || log.stoppedBy().isPresent() || log.heldBy().isPresent()
                  ? stopped(log, reason, mayBeDurable)
                  : new Refusal.ShuttingDown());
    };
  }

  private static Refusal stopped(HostedLog log, String reason, boolean mayBeDurable) {
    return log.isReadOnly()
        ? new Refusal.LogReadOnly(reason)
        : new Refusal.LogStopped(reason, mayBeDurable);
  }

  /** What an append waits for whose caller asked for a level. */
  static Append.Goal goal(AckLevel asked) {
    return asked == AckLevel.ACK_LEVEL_DURABLE ? Append.Goal.DURABLE : Append.Goal.CHECKPOINT;
  }

  private static Acknowledgement durable(AppendOutcome.Durable durable) {
    return new Acknowledgement(durable, AckLevel.ACK_LEVEL_DURABLE, Optional.empty());
  }

  private static CompletableFuture<Acknowledgement> signed(
      HostedLog log, AppendOutcome.Durable durable, long patienceNanos) {
    return Patience.untilSigned(log, durable.coveringSize(), patienceNanos)
        .handle(
            (checkpoint, stopped) ->
                stopped != null
                    ? durable(durable)
                    : new Acknowledgement(
                        durable, AckLevel.ACK_LEVEL_SIGNED, Optional.of(checkpoint)));
  }

  private static CompletableFuture<Acknowledgement> witnessed(
      HostedLog log, AppendOutcome.Durable durable, long patienceNanos) {
    WitnessedLog witnesses = log.witnessed().orElseThrow();
    return witnesses
        .await(durable.coveringSize())
        .orTimeout(patienceNanos, TimeUnit.NANOSECONDS)
        .handle(
            (checkpoint, late) ->
                late != null
                    ? withoutQuorum(log, durable)
                    : new Acknowledgement(
                        durable, AckLevel.ACK_LEVEL_WITNESSED, Optional.of(checkpoint)));
  }

  /** What is reached by now: nobody waits twice. */
  private static Acknowledgement withoutQuorum(HostedLog log, AppendOutcome.Durable durable) {
    SignedCheckpoint newest = log.publisher().published();
    return newest.head().size() >= durable.coveringSize()
        ? new Acknowledgement(durable, AckLevel.ACK_LEVEL_SIGNED, Optional.of(newest))
        : durable(durable);
  }

  private static CompletableFuture<Acknowledgement> refused(Refusal refusal) {
    return CompletableFuture.failedFuture(new RefusedException(refusal));
  }

  /** What a stage of a future failed with, without the future's wrapping. */
  static Throwable cause(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }
}
