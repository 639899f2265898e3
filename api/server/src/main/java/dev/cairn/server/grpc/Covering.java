package dev.cairn.server.grpc;

import dev.cairn.server.intake.Refusal;
import dev.cairn.server.intake.RefusedException;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.log.WitnessedLog;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a checkpoint that covers what a read asks for; the read itself causes it. */
final class Covering {
  private Covering() {}

  /**
   * The newest checkpoint, or the next that covers the bound.
   *
   * @param witnessed whether it must carry the quorum's cosignatures
   * @return completed exceptionally with {@link RefusedException} if it does not come
   * @throws RefusedException if the bound lies beyond the tree
   */
  static CompletableFuture<SignedCheckpoint> of(HostedLog log, Bound bound, boolean witnessed) {
    long durable = log.durableSize();
    if (bound.minSize() > durable) {
      throw bound.refusal(durable);
    }
    return witnessed ? witnessed(log, bound) : signed(log, bound);
  }

  private static CompletableFuture<SignedCheckpoint> signed(HostedLog log, Bound bound) {
    return Patience.untilSigned(log, bound.minSize(), Patience.nanos(log))
        .exceptionallyCompose(
            stopped ->
                CompletableFuture.failedFuture(
                    bound.refusal(log.publisher().published().head().size())));
  }

  private static CompletableFuture<SignedCheckpoint> witnessed(HostedLog log, Bound bound) {
    WitnessedLog witnesses = log.witnessed().orElseThrow();
    long patience = Patience.nanos(log);
    return witnesses
        .await(bound.minSize())
        .orTimeout(patience, TimeUnit.NANOSECONDS)
        .exceptionallyCompose(
            missing -> CompletableFuture.failedFuture(refusal(log, missing, patience)));
  }

  private static RefusedException refusal(HostedLog log, Throwable missing, long patience) {
    if (missing instanceof TimeoutException) {
      return new RefusedException(new Refusal.QuorumLate(TimeUnit.NANOSECONDS.toMillis(patience)));
    }
    return new RefusedException(
        log.stoppedBy()
            .<Refusal>map(reason -> new Refusal.LogStopped(reason, false))
            .orElseGet(Refusal.ShuttingDown::new));
  }
}
