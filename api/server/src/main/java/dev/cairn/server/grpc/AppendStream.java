package dev.cairn.server.grpc;

import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import dev.cairn.audit.v1.EntryRest;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendEntriesRequest;
import dev.cairn.log.v1.AppendEntriesResponse;
import dev.cairn.log.v1.AppendOutcome;
import dev.cairn.server.intake.Intake;
import dev.cairn.server.intake.Refusal;
import dev.cairn.server.intake.RefusedException;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.sequence.Append;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One stream of appends. Items are submitted as they come, and their outcomes sent in the same
 * order. Only so many items are unacknowledged; beyond that the stream is not read, and HTTP/2
 * holds the sender back.
 */
final class AppendStream implements StreamObserver<AppendEntriesRequest> {
  private final Intake intake;
  private final ServerCallStreamObserver<AppendEntriesResponse> caller;
  private final OutcomeQueue<AppendEntriesResponse> outcomes;
  private @Nullable HostedLog log;
  private String origin = "";
  private AckLevel asked = AckLevel.ACK_LEVEL_UNSPECIFIED;
  private long patience;

  private AppendStream(
      Intake intake, Executor readers, ServerCallStreamObserver<AppendEntriesResponse> caller) {
    this.intake = intake;
    this.caller = caller;
    this.outcomes = new OutcomeQueue<>(caller, readers, new Answers(caller));
  }

  /**
   * @param window the most unacknowledged items
   */
  static AppendStream open(
      Intake intake,
      Executor readers,
      int window,
      OpenStreams openStreams,
      StreamObserver<AppendEntriesResponse> observer) {
    ServerCallStreamObserver<AppendEntriesResponse> caller =
        (ServerCallStreamObserver<AppendEntriesResponse>) observer;
    AppendStream stream = new AppendStream(intake, readers, caller);
    openStreams.add(stream.outcomes::leave, caller);
    caller.setOnReadyHandler(stream.outcomes::flush);
    caller.disableAutoRequest();
    caller.request(window);
    return stream;
  }

  @Override
  public void onNext(AppendEntriesRequest request) {
    if (!outcomes.isOpen()) {
      return;
    }
    HostedLog target = log;
    try {
      if (target == null) {
        target = begin(request);
      }
      checkItem(request);
    } catch (RefusedException e) {
      if (target == null) {
        outcomes.abort(Statuses.of(e));
      } else {
        outcomes.refuse(Statuses.of(e.refusal()));
      }
      return;
    }
    submit(target, request);
  }

  private HostedLog begin(AppendEntriesRequest first) {
    HostedLog found = intake.log(first.getLog());
    asked = Intake.level(found, first.getAck());
    patience = found.witnessed().map(w -> w.timing().patience().toNanos()).orElse(0L);
    origin = first.getLog();
    log = found;
    return found;
  }

  private void checkItem(AppendEntriesRequest request) {
    intake.validate(request);
    if (!request.getLog().isEmpty() && !request.getLog().equals(origin)) {
      throw Intake.invalid("log", "differs from the stream's first message");
    }
    if (request.getAck() != AckLevel.ACK_LEVEL_UNSPECIFIED && request.getAck() != asked) {
      throw Intake.invalid("ack", "differs from the stream's first message");
    }
  }

  private void submit(HostedLog target, AppendEntriesRequest request) {
    OutcomeQueue.Place place = outcomes.reserve();
    String key = request.getIdempotencyKey();
    target.submit(
        new Append(
            List.of(EntryBytes.of(request.getEntry())),
            key.isEmpty() ? Optional.empty() : Optional.of(key),
            Acknowledgement.goal(asked),
            caller::isCancelled,
            outcome -> {
              var _ =
                  Acknowledgement.of(target, asked, outcome, patience)
                      .whenComplete((done, thrown) -> settle(place, done, thrown));
            }));
  }

  private void settle(
      OutcomeQueue.Place place, @Nullable Acknowledgement done, @Nullable Throwable thrown) {
    if (done != null) {
      outcomes.settle(place, done);
    } else {
      outcomes.settle(place, refusal(thrown));
    }
  }

  static Status refusal(@Nullable Throwable thrown) {
    return thrown instanceof RefusedException refused
        ? Statuses.of(refused.refusal())
        : Statuses.of(new Refusal.LogStopped("an internal failure", true));
  }

  @Override
  public void onError(Throwable cancelled) {
    // The caller has gone. What has its place already is still appended, as log.proto says.
  }

  @Override
  public void onCompleted() {
    outcomes.end();
  }

  private record Answers(ServerCallStreamObserver<AppendEntriesResponse> caller)
      implements OutcomeQueue.Form<AppendEntriesResponse> {
    @Override
    public AppendEntriesResponse response(
        List<AppendOutcome> outcomes,
        List<EntryRest> rests,
        Optional<SignedCheckpoint> checkpoint) {
      AppendEntriesResponse.Builder response =
          AppendEntriesResponse.newBuilder().addAllOutcomes(outcomes);
      checkpoint.ifPresent(c -> response.setCheckpoint(ByteString.copyFrom(c.toBytes())));
      return response.build();
    }

    /** An item is read for each one answered. */
    @Override
    public void answered(int items) {
      caller.request(items);
    }
  }
}
