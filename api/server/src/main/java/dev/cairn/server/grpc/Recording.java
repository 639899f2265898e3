package dev.cairn.server.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.audit.v1.LoggedEvent;
import dev.cairn.event.EventKey;
import dev.cairn.event.LoggedEntry;
import dev.cairn.event.seal.KeyInForce;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.server.collect.CollectedEvent;
import dev.cairn.server.intake.Refusal;
import dev.cairn.server.intake.RefusedException;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.sequence.AppendOutcome;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Records single events for one caller, and says of each, once it has come as far as asked, which
 * entry it is.
 *
 * @param log the log
 * @param asked how far an event must have come
 * @param submitter who records
 * @param patience nanoseconds to wait for witnesses
 * @param readers runs what reads the store
 */
record Recording(HostedLog log, AckLevel asked, String submitter, long patience, Executor readers) {

  /**
   * An event that is in the log.
   *
   * @param done how far it has come
   * @param entry its entry
   * @param known how many bytes of the entry, from its beginning, follow from what was sent; 0 if
   *     it was recorded before
   */
  record Recorded(Acknowledgement done, ByteString entry, int known) {
    boolean isEarlier() {
      return known == 0;
    }
  }

  /**
   * Records an event.
   *
   * @return completed exceptionally with {@link RefusedException} if it was not recorded, or that
   *     is unknown
   */
  CompletableFuture<Recorded> record(RunIntake.Taken.Event event) {
    return record(List.of(event), () -> false).getFirst();
  }

  /**
   * Records events that came together.
   *
   * @param isWithdrawn whether those that still wait are no longer to be recorded
   * @return of each in order, as {@link #record(RunIntake.Taken.Event)}
   */
  List<CompletableFuture<Recorded>> record(
      List<RunIntake.Taken.Event> events, BooleanSupplier isWithdrawn) {
    List<CompletableFuture<Recorded>> recorded = new ArrayList<>(events.size());
    List<CollectedEvent> collected = new ArrayList<>(events.size());
    for (RunIntake.Taken.Event event : events) {
      CompletableFuture<Recorded> future = new CompletableFuture<>();
      recorded.add(future);
      collected.add(
          new CollectedEvent(
              event.form(),
              EventKey.of(event.event()),
              submitter,
              Acknowledgement.goal(asked),
              isWithdrawn,
              (entry, outcome) -> decided(event, entry, outcome, future)));
    }
    if (!log.events().collector().offer(collected)) {
      recorded.forEach(
          future -> future.completeExceptionally(new RefusedException(new Refusal.QueueFull())));
    }
    return recorded;
  }

  private void decided(
      RunIntake.Taken.Event event,
      byte[] entry,
      AppendOutcome outcome,
      CompletableFuture<Recorded> recorded) {
    event.key().ifPresent(key -> learn(outcome, key));
    CompletableFuture<Recorded> result =
        outcome instanceof AppendOutcome.KeyReused(long index)
            ? earlier(event, index)
            : Acknowledgement.of(log, asked, outcome, patience)
                .thenApply(done -> recorded(done, entry, event.form()));
    var _ =
        result.whenComplete(
            (value, thrown) -> {
              if (thrown != null) {
                recorded.completeExceptionally(Acknowledgement.cause(thrown));
              } else {
                recorded.complete(value);
              }
            });
  }

  private static Recorded recorded(Acknowledgement done, byte[] entry, LoggedEvent form) {
    // Nobody changes an entry any more.
    return new Recorded(
        done, UnsafeByteOperations.unsafeWrap(entry), LoggedEntry.collectedBytes(form));
  }

  private void learn(AppendOutcome outcome, KeyInForce key) {
    if (outcome instanceof AppendOutcome.Durable) {
      log.events().producers().learn(key);
    }
  }

  /** Its source and ID stand at an index: reads what is there. */
  private CompletableFuture<Recorded> earlier(RunIntake.Taken.Event event, long index) {
    return Patience.untilSigned(log, index + 1, patience)
        .exceptionallyCompose(_ -> CompletableFuture.failedFuture(notReadable()))
        .thenApplyAsync(_ -> read(event, index), readers)
        .thenCompose(
            entry ->
                Acknowledgement.of(log, asked, durable(index, entry), patience)
                    .thenApply(done -> new Recorded(done, entry, 0)));
  }

  /** An event is there, and no checkpoint covers it yet. */
  private RefusedException notReadable() {
    return new RefusedException(
        log.stoppedBy()
            .<Refusal>map(reason -> new Refusal.LogStopped(reason, false))
            .orElseGet(() -> new Refusal.QuorumLate(TimeUnit.NANOSECONDS.toMillis(patience))));
  }

  private static AppendOutcome.Durable durable(long index, ByteString entry) {
    Hash leaf = new TreeHasher().leaf(entry.toByteArray());
    return new AppendOutcome.Durable(index, List.of(leaf), true);
  }

  private ByteString read(RunIntake.Taken.Event taken, long index) {
    AuditEvent event = taken.event();
    byte[] entry = log.reader().entry(index);
    LoggedEntry found;
    try {
      found = LoggedEntry.parse(entry);
    } catch (MalformedException e) {
      throw new StoreException(
          StoreException.Kind.CORRUPT, "entry " + index + " is no event: " + e.getMessage(), e);
    }
    if (!found.event().getSource().equals(event.getSource())
        || !found.event().getId().equals(event.getId())) {
      // The one before was refused after all, and its place is another's: nothing was recorded.
      throw new RefusedException(new Refusal.QueueFull());
    }
    if (!found.form().getEvent().equals(taken.form().getEvent())) {
      throw new RefusedException(new Refusal.EventIdReused(index));
    }
    if (found.form().getLink().equals(taken.form().getLink())) {
      // It is in force, though who was told of it first may not have come to say so.
      taken.key().ifPresent(log.events().producers()::learn);
    }
    return ByteString.copyFrom(entry);
  }
}
