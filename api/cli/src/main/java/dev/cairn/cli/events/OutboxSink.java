package dev.cairn.cli.events;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.log.ClientFailures;
import dev.cairn.client.LogException;
import dev.cairn.client.RefusedException;
import dev.cairn.recorder.AuditClient;
import dev.cairn.recorder.Counters;
import dev.cairn.recorder.NotYetLoggedException;
import dev.cairn.recorder.delivery.EventReceipt;
import dev.cairn.recorder.outbox.OutboxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Records events through an outbox, sealed if it has a key. */
final class OutboxSink implements EventSink {
  /** The most events whose outcome is waited for. */
  private static final int MAX_WAITING = 16_384;

  private final AuditClient audit;
  private final Duration patience;
  private final Path stateFolder;
  private final Tally tally;
  private final Semaphore room = new Semaphore(MAX_WAITING);

  /**
   * @param patience how long a log may take nothing before events are left in the outbox
   */
  OutboxSink(AuditClient audit, Duration patience, Path stateFolder, Tally tally) {
    this.audit = audit;
    this.patience = patience;
    this.stateFolder = stateFolder;
    this.tally = tally;
  }

  @Override
  public void offer(String where, AuditEvent event) {
    if (hasRoom()) {
      var _ =
          audit
              .record(event)
              .whenComplete(
                  (receipt, failure) -> {
                    room.release();
                    settle(where, receipt, failure);
                  });
    } else {
      spool(where, event);
    }
  }

  private boolean hasRoom() {
    if (audit.trouble().isPresent()) {
      return room.tryAcquire();
    }
    try {
      return room.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The log is behind: it is enough that the event is durable here. */
  private void spool(String where, AuditEvent event) {
    var _ =
        audit
            .spool(event)
            .whenComplete(
                (_, failure) -> {
                  if (failure == null) {
                    tally.spooled(1);
                  } else {
                    tally.refused(where, String.valueOf(failure.getMessage()));
                  }
                });
  }

  private void settle(String where, @Nullable EventReceipt receipt, @Nullable Throwable failure) {
    if (receipt != null) {
      tally.recorded(receipt.index(), receipt.deduplicated(), receipt.ack());
    } else if (failure instanceof NotYetLoggedException) {
      tally.spooled(1);
    } else if (failure instanceof RefusedException) {
      tally.refused(where, failure.getMessage() + " (a dead letter now: cairn dlq)");
    } else {
      tally.refused(where, failure == null ? "" : String.valueOf(failure.getMessage()));
    }
  }

  /** Waits as long as the log takes something. */
  @Override
  public void finish() throws LogException {
    try {
      long before = -1;
      while (!audit.flush(patience)) {
        long settled = settled(audit.counters());
        if (settled == before || audit.trouble().isPresent()) {
          giveUp();
        }
        before = settled;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.UNREACHABLE, "interrupted; events are in the outbox", e);
    }
  }

  private static long settled(Counters counters) {
    return counters.acknowledged() + counters.deadLettered();
  }

  private void giveUp() {
    Optional<Exception> trouble = audit.trouble();
    String left = "%,d events are in the outbox".formatted(audit.outboxSize().events());
    if (trouble.isEmpty()) {
      throw new CommandException(ExitCode.UNREACHABLE, left + ": the log is slow");
    }
    CommandException why =
        trouble.get() instanceof LogException ofLog
            ? ClientFailures.explain(ofLog, stateFolder)
            : CommandException.because(ExitCode.USAGE, trouble.get());
    throw new CommandException(why.exitCode(), left + ": " + why.getMessage(), trouble.get());
  }

  @Override
  public void close() {
    try {
      audit.close(Duration.ofMillis(1));
    } catch (OutboxException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }
}
