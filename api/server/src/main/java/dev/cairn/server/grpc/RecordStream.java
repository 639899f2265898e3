package dev.cairn.server.grpc;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.EntryRest;
import dev.cairn.audit.v1.EventRun;
import dev.cairn.audit.v1.RecordEventsRequest;
import dev.cairn.audit.v1.RecordEventsResponse;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendOutcome;
import dev.cairn.server.intake.Intake;
import dev.cairn.server.intake.Refusal;
import dev.cairn.server.intake.RefusedException;
import dev.cairn.server.log.HostedLog;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One stream of events. Runs are taken one after the other; the next one is read only when the last
 * is with the collector. At most {@value #CREDIT} events are unacknowledged; and while a caller
 * does not read its outcomes, it is not read either.
 */
final class RecordStream implements StreamObserver<RecordEventsRequest> {
  static final int CREDIT = 4_096;

  private static final long MAX_UNANSWERED_BYTES = 4L << 20;

  private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

  private final Intake intake;
  private final Executor readers;
  private final ServerCallStreamObserver<RecordEventsResponse> caller;
  private final OutcomeQueue<RecordEventsResponse> outcomes;
  private final String submitter = Submitter.current();
  private final AtomicInteger unacknowledged = new AtomicInteger();
  private final AtomicLong unanswered = new AtomicLong();
  private boolean isPaused; // guarded by unanswered
  private String origin = "";
  private @Nullable Recording recording;
  // The work of all requests so far; the next one's begins after it.
  private CompletableFuture<Void> work = CompletableFuture.completedFuture(null);

  private RecordStream(
      Intake intake, Executor readers, ServerCallStreamObserver<RecordEventsResponse> caller) {
    this.intake = intake;
    this.readers = readers;
    this.caller = caller;
    this.outcomes = new OutcomeQueue<>(caller, readers, new Answers());
  }

  static RecordStream open(
      Intake intake,
      Executor readers,
      OpenStreams openStreams,
      StreamObserver<RecordEventsResponse> observer) {
    ServerCallStreamObserver<RecordEventsResponse> caller =
        (ServerCallStreamObserver<RecordEventsResponse>) observer;
    RecordStream stream = new RecordStream(intake, readers, caller);
    openStreams.add(stream.outcomes::leave, caller);
    caller.setOnReadyHandler(stream.outcomes::flush);
    caller.disableAutoRequest();
    caller.request(1);
    return stream;
  }

  @Override
  public void onNext(RecordEventsRequest request) {
    int events = request.getRun().getEventsCount();
    work =
        work.thenComposeAsync(_ -> take(request, events), readers)
            .exceptionally(
                thrown -> {
                  outcomes.abort(Statuses.of(Acknowledgement.cause(thrown)));
                  return null;
                });
  }

  /** Completes when the next request may be taken; exceptionally if the stream is to end. */
  private CompletableFuture<Void> take(RecordEventsRequest request, int events) {
    if (!outcomes.isOpen()) {
      return CompletableFuture.completedFuture(null);
    }
    Recording target = recording;
    if (target == null) {
      target = begin(request);
    } else {
      checkRepeated(request);
    }
    if (unacknowledged.addAndGet(events) > CREDIT) {
      throw new RefusedException(new Refusal.CreditExceeded(CREDIT));
    }
    Recording begun = target;
    CompletableFuture<Void> ready =
        EventReadiness.of(begun.log(), !request.getRun().getProducer().isEmpty());
    CompletableFuture<Void> taken =
        ready.isDone()
            ? ready.thenCompose(_ -> record(begun, request))
            : ready.thenComposeAsync(_ -> record(begun, request), readers);
    return taken.thenRun(this::readOn);
  }

  /** Reads the next request, unless too much waits to be sent to a caller who does not read. */
  private void readOn() {
    synchronized (unanswered) {
      isPaused = unanswered.get() > MAX_UNANSWERED_BYTES;
      if (isPaused) {
        return;
      }
    }
    caller.request(1);
  }

  private void answeredBytes(long bytes) {
    synchronized (unanswered) {
      if (unanswered.addAndGet(-bytes) > MAX_UNANSWERED_BYTES || !isPaused) {
        return;
      }
      isPaused = false;
    }
    caller.request(1);
  }

  private Recording begin(RecordEventsRequest first) {
    HostedLog log = intake.log(first.getLog());
    AckLevel asked = Intake.level(log, first.getAck());
    long patience = log.witnessed().map(w -> w.timing().patience().toNanos()).orElse(0L);
    Recording begun = new Recording(log, asked, submitter, patience, readers);
    origin = first.getLog();
    recording = begun;
    outcomes.send(RecordEventsResponse.newBuilder().setCredit(CREDIT).build());
    return begun;
  }

  private void checkRepeated(RecordEventsRequest request) {
    if (!request.getLog().isEmpty() && !request.getLog().equals(origin)) {
      throw Intake.invalid("log", "differs from the stream's first message");
    }
    AckLevel asked = request.getAck();
    if (recording != null
        && asked != AckLevel.ACK_LEVEL_UNSPECIFIED
        && asked != recording.asked()) {
      throw Intake.invalid("ack", "differs from the stream's first message");
    }
  }

  /** Completes when the run's events are with the collector, and keys that it names in force. */
  private CompletableFuture<Void> record(Recording target, RecordEventsRequest request) {
    EventRun run = request.getRun();
    if (run.getEventsCount() == 0) {
      return NOTHING; // it only opens the stream
    }
    List<RunIntake.Taken> taken;
    try {
      intake.validate(request);
      taken = RunIntake.take(run, target.log().events().producers());
    } catch (RefusedException e) {
      for (int i = 0; i < run.getEventsCount(); i++) {
        refuse(e.refusal());
      }
      return NOTHING;
    }
    return record(target, taken);
  }

  private CompletableFuture<Void> record(Recording target, List<RunIntake.Taken> taken) {
    List<RunIntake.Taken.Event> events = new ArrayList<>(taken.size());
    List<OutcomeQueue.Place> places = new ArrayList<>(taken.size());
    for (RunIntake.Taken next : taken) {
      switch (next) {
        case RunIntake.Taken.Refused refused -> refuse(refused.why());
        case RunIntake.Taken.Event event -> {
          events.add(event);
          places.add(outcomes.reserve());
        }
      }
    }
    List<CompletableFuture<Recording.Recorded>> recorded =
        target.record(events, outcomes::isClosed);
    CompletableFuture<Void> keys = NOTHING;
    for (int i = 0; i < events.size(); i++) {
      OutcomeQueue.Place place = places.get(i);
      CompletableFuture<Void> settled =
          recorded.get(i).handle((value, thrown) -> settle(place, value, thrown));
      keys = events.get(i).key().isPresent() ? settled : keys;
    }
    return keys;
  }

  private void refuse(Refusal why) {
    outcomes.refuse(Statuses.of(why));
  }

  private @Nullable Void settle(
      OutcomeQueue.Place place, Recording.@Nullable Recorded recorded, @Nullable Throwable thrown) {
    if (recorded != null) {
      EntryRest rest = rest(recorded);
      unanswered.addAndGet(rest.getSerializedSize());
      outcomes.settle(place, recorded.done(), rest);
    } else if (thrown != null && isForNow(thrown)) {
      // Not this event alone, or those behind it would overtake it.
      outcomes.abort(Statuses.of(Acknowledgement.cause(thrown)));
    } else if (thrown != null) {
      outcomes.settle(place, AppendStream.refusal(Acknowledgement.cause(thrown)));
    }
    return null;
  }

  /** Whether a refusal is of the moment, and not of the event. */
  private static boolean isForNow(Throwable thrown) {
    return Acknowledgement.cause(thrown) instanceof RefusedException refused
        && switch (refused.refusal()) {
          case Refusal.QueueFull _,
              Refusal.StoreFull _,
              Refusal.ShuttingDown _,
              Refusal.LogStopped _,
              Refusal.LogReadOnly _,
              Refusal.QuorumLate _ ->
              true;
          default -> false;
        };
  }

  private static EntryRest rest(Recording.Recorded recorded) {
    EntryRest.Builder rest = EntryRest.newBuilder();
    return recorded.isEarlier()
        ? rest.setEntry(recorded.entry()).build()
        // A copy: the rest must not keep the whole entry in memory.
        : rest.setCollected(
                ByteString.copyFrom(
                    recorded.entry().substring(recorded.known()).asReadOnlyByteBuffer()))
            .build();
  }

  @Override
  public void onError(Throwable cancelled) {
    // The caller has gone. What it sent may still be recorded, as audit.proto says.
  }

  @Override
  public void onCompleted() {
    work = work.thenRunAsync(outcomes::end, readers);
  }

  private final class Answers implements OutcomeQueue.Form<RecordEventsResponse> {
    @Override
    public RecordEventsResponse response(
        List<AppendOutcome> decided, List<EntryRest> rests, Optional<SignedCheckpoint> checkpoint) {
      answeredBytes(rests.stream().mapToLong(EntryRest::getSerializedSize).sum());
      RecordEventsResponse.Builder response =
          RecordEventsResponse.newBuilder().addAllOutcomes(decided).addAllRests(rests);
      checkpoint.ifPresent(c -> response.setCheckpoint(ByteString.copyFrom(c.toBytes())));
      return response.build();
    }

    @Override
    public void answered(int items) {
      unacknowledged.addAndGet(-items);
    }
  }
}
