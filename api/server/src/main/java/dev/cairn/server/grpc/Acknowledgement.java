package dev.cairn.server.grpc;

import dev.cairn.log.v1.AckLevel;
import dev.cairn.server.intake.Refusal;
import dev.cairn.server.intake.RefusedException;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.sequence.AppendOutcome;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A durable append that has come as far as its caller asked, or as far as it could.
 *
 * @param entries where the entries are
 * @param checkpoint a checkpoint that covers them; none below {@code ACK_LEVEL_SIGNED}
 */
record Acknowledgement(AppendOutcome.Durable entries, Optional<SignedCheckpoint> checkpoint) {

  /** The level that was reached. */
  AckLevel level() {
    return checkpoint.isPresent() ? AckLevel.ACK_LEVEL_SIGNED : AckLevel.ACK_LEVEL_DURABLE;
  }

  /**
   * Waits until the outcome has come as far as {@code asked}. Where no checkpoint can be had any
   * more, the entries are still durable, and the lower level says so.
   *
   * @return completed exceptionally with {@link RefusedException} if nothing was appended, or that
   *     is unknown
   */
  static CompletableFuture<Acknowledgement> of(
      HostedLog log, AckLevel asked, AppendOutcome outcome) {
    return switch (outcome) {
      case AppendOutcome.Durable durable -> of(log, asked, durable);
      case AppendOutcome.KeyReused(long firstIndex) -> refused(new Refusal.KeyReused(firstIndex));
      case AppendOutcome.QueueFull() -> refused(new Refusal.QueueFull());
      case AppendOutcome.StoreFull() -> refused(new Refusal.StoreFull());
      case AppendOutcome.Stopped(String reason, boolean mayBeDurable) ->
          refused(
              log.stoppedBy().isPresent()
                  ? new Refusal.LogStopped(reason, mayBeDurable)
                  : new Refusal.ShuttingDown());
    };
  }

  private static CompletableFuture<Acknowledgement> of(
      HostedLog log, AckLevel asked, AppendOutcome.Durable durable) {
    if (asked == AckLevel.ACK_LEVEL_DURABLE) {
      return CompletableFuture.completedFuture(new Acknowledgement(durable, Optional.empty()));
    }
    return log.publisher()
        .await(durable.coveringSize())
        .handle(
            (checkpoint, late) -> new Acknowledgement(durable, Optional.ofNullable(checkpoint)));
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
