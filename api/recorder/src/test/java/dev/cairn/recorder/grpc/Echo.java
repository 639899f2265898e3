package dev.cairn.recorder.grpc;

import com.google.protobuf.Struct;
import dev.cairn.audit.v1.AuditEvent;
import io.grpc.stub.StreamObserver;

/** Answers each request with its ID, or all of them at the end. */
record Echo(StreamObserver<Struct> responses, boolean isEach)
    implements StreamObserver<AuditEvent> {
  static StreamObserver<AuditEvent> each(StreamObserver<Struct> responses) {
    return new Echo(responses, true);
  }

  static StreamObserver<AuditEvent> once(StreamObserver<Struct> responses) {
    return new Echo(responses, false);
  }

  @Override
  public void onNext(AuditEvent request) {
    if (isEach) {
      responses.onNext(Answers.of("id", request.getId()));
    }
  }

  @Override
  public void onError(Throwable failure) {}

  @Override
  public void onCompleted() {
    if (!isEach) {
      responses.onNext(Answers.of("state", "uploaded"));
    }
    responses.onCompleted();
  }
}
