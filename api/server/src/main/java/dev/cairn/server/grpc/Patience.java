package dev.cairn.server.grpc;

import dev.cairn.server.log.HostedLog;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import io.grpc.Context;
import io.grpc.Deadline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** How long a call waits for a log's witnesses. */
final class Patience {
  /** What is left of a caller's deadline for the answer's way back. */
  private static final long NANOS_FOR_THE_ANSWER = 100_000_000;

  private Patience() {}

  /**
   * Nanoseconds from now: the log's patience, or less if the current call's deadline is nearer, so
   * that the caller still learns what was reached. 0 for a log without witnesses.
   */
  static long nanos(HostedLog log) {
    if (log.witnessed().isEmpty()) {
      return 0;
    }
    long patience = log.witnessed().get().timing().patience().toNanos();
    Deadline deadline = Context.current().getDeadline();
    if (deadline == null) {
      return patience;
    }
    long left = deadline.timeRemaining(TimeUnit.NANOSECONDS);
    return Math.min(patience, Math.max(left / 2, left - NANOS_FOR_THE_ANSWER));
  }

  /**
   * The first checkpoint of a size; while witnesses or a clock keep a log from signing, not for
   * ever.
   */
  static CompletableFuture<SignedCheckpoint> untilSigned(
      HostedLog log, long size, long patienceNanos) {
    CompletableFuture<SignedCheckpoint> checkpoint = log.publisher().await(size);
    return log.publisher().isStarted() && log.clockBehind().isEmpty()
        ? checkpoint
        : checkpoint.orTimeout(patienceNanos, TimeUnit.NANOSECONDS);
  }
}
