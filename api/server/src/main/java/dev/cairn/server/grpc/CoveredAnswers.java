package dev.cairn.server.grpc;

import dev.cairn.server.log.HostedLog;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;

/** Answers reads, each once a checkpoint covers what it asks for. */
final class CoveredAnswers {
  private final Executor readers;

  CoveredAnswers(Executor readers) {
    this.readers = readers;
  }

  /** Answers on a reader's thread, with the newest checkpoint that the log signed. */
  <T> void give(
      HostedLog log,
      Caller<T> caller,
      Bound bound,
      BiFunction<HostedLog, SignedCheckpoint, T> work) {
    give(log, caller, bound, /* witnessed= */ false, work);
  }

  /** Answers on a reader's thread; where wanted, with a checkpoint that a quorum has cosigned. */
  <T> void give(
      HostedLog log,
      Caller<T> caller,
      Bound bound,
      boolean witnessed,
      BiFunction<HostedLog, SignedCheckpoint, T> work) {
    var _ =
        Covering.of(log, bound, witnessed)
            .whenCompleteAsync(
                (newest, thrown) -> {
                  if (thrown != null) {
                    caller.fail(Acknowledgement.cause(thrown));
                  } else {
                    caller.attempt(() -> caller.answer(work.apply(log, newest)));
                  }
                },
                readers);
  }
}
