package dev.cairn.server.grpc;

import dev.cairn.audit.v1.RecordEventRequest;
import dev.cairn.audit.v1.RecordEventResponse;
import dev.cairn.server.intake.Intake;
import dev.cairn.server.intake.RefusedException;
import dev.cairn.server.log.HostedLog;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.Executor;

/** Records one event for each call. */
final class RecordCalls {
  private final Intake intake;
  private final Executor readers;

  RecordCalls(Intake intake, Executor readers) {
    this.intake = intake;
    this.readers = readers;
  }

  void record(RecordEventRequest request, StreamObserver<RecordEventResponse> observer) {
    Caller<RecordEventResponse> caller = new Caller<>(observer);
    long accepted = System.nanoTime();
    String submitter = Submitter.current();
    caller.attempt(
        () -> {
          HostedLog log = intake.check(request, request.getLog());
          Recording recording =
              new Recording(
                  log,
                  Intake.level(log, request.getAck()),
                  submitter,
                  Patience.nanos(log),
                  readers);
          var _ =
              EventReadiness.of(log, request.hasRun() && !request.getRun().getProducer().isEmpty())
                  .thenComposeAsync(_ -> recording.record(event(log, request)), readers)
                  .whenCompleteAsync(
                      (recorded, thrown) -> {
                        if (thrown != null) {
                          caller.fail(Acknowledgement.cause(thrown));
                        } else {
                          caller.attempt(() -> caller.answer(response(log, recorded, accepted)));
                        }
                      },
                      readers);
        });
  }

  private static RunIntake.Taken.Event event(HostedLog log, RecordEventRequest request) {
    return switch (request.getFormCase()) {
      case EVENT -> RunIntake.unsealed(request.getEvent());
      case RUN -> only(RunIntake.take(request.getRun(), log.events().producers()));
      case FORM_NOT_SET -> throw Intake.invalid("form", "must be set");
    };
  }

  private static RunIntake.Taken.Event only(List<RunIntake.Taken> taken) {
    if (taken.size() != 1) {
      throw Intake.invalid("run.events", "has more than one event; use RecordEvents");
    }
    return switch (taken.getFirst()) {
      case RunIntake.Taken.Event event -> event;
      case RunIntake.Taken.Refused refused -> throw new RefusedException(refused.why());
    };
  }

  private static RecordEventResponse response(
      HostedLog log, Recording.Recorded recorded, long accepted) {
    return RecordEventResponse.newBuilder()
        .setReceipt(AppendCalls.receipt(log, recorded.done(), AppendCalls.since(accepted)))
        .setEntry(recorded.entry())
        .build();
  }
}
