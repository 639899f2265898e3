package dev.cairn.recorder.grpc;

import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.EventContext;
import dev.cairn.audit.v1.Stage;
import dev.cairn.recorder.EventIds;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A call while it goes on, and its end, which comes once. Safe for many threads. */
final class RecordedCall {
  private static final EventIds IDS = new EventIds();

  private final MethodDescriptor<?, ?> method;
  private final CallPlan plan;
  private final EventContext context;
  private final Actor actor;
  private final InstantSource clock;
  private final @Nullable Deadline deadline;
  private final Optional<Duration> remaining;
  private final long startNanos = System.nanoTime();
  private final CurrentCall current = new CurrentCall();
  private final Capture requests;
  private final Capture responses;
  private final AtomicBoolean isOver = new AtomicBoolean();
  private volatile String attemptId = "";

  RecordedCall(
      MethodDescriptor<?, ?> method,
      CallPlan plan,
      EventContext context,
      Actor actor,
      CallSettings settings,
      @Nullable Deadline deadline) {
    this.method = method;
    this.plan = plan;
    this.context = context;
    this.actor = actor;
    this.clock = settings.clock();
    this.deadline = deadline;
    this.remaining =
        Optional.ofNullable(deadline)
            .map(d -> Duration.ofNanos(d.timeRemaining(TimeUnit.NANOSECONDS)));
    CallLevel level = plan.rule().level();
    int forTargets = settings.targets().equals(TargetResolver.NONE) ? 0 : 1;
    this.requests = new Capture(level.keepsRequests() ? Capture.MAX_MESSAGES : forTargets);
    this.responses = new Capture(level.keepsResponses() ? Capture.MAX_MESSAGES : 0);
  }

  CurrentCall current() {
    return current;
  }

  MethodType type() {
    return method.getType();
  }

  boolean isRequired() {
    return plan.rule().mode() == CallMode.REQUIRED;
  }

  /** Whether the attempt is an event too. */
  boolean isAttemptRecorded() {
    return plan.rule().attempts() || (isRequired() && !type().serverSendsOneMessage());
  }

  void request(Object message) {
    requests.add(message);
  }

  void response(Object message) {
    responses.add(message);
  }

  /** What is known before the handler runs. */
  CallFacts attempt() {
    CallFacts facts = facts(Stage.STAGE_ATTEMPT, Status.UNKNOWN, Duration.ZERO);
    attemptId = facts.id();
    return facts;
  }

  /** What is known at the end; empty if it has ended before. */
  Optional<CallFacts> end(Status status) {
    if (!isOver.compareAndSet(false, true)) {
      return Optional.empty();
    }
    Duration duration = Duration.ofNanos(System.nanoTime() - startNanos);
    return Optional.of(facts(Stage.STAGE_COMPLETION, sent(status), duration));
  }

  /** Why a call that was cancelled was. */
  Status cancellation() {
    return deadline != null && deadline.isExpired() ? Status.DEADLINE_EXCEEDED : Status.CANCELLED;
  }

  /** gRPC turns a success without its one answer into a failure. */
  private Status sent(Status status) {
    boolean isAmiss = status.isOk() && type().serverSendsOneMessage() && responses.count() != 1;
    return isAmiss ? Status.INTERNAL.withDescription("not exactly one response") : status;
  }

  private CallFacts facts(Stage stage, Status status, Duration duration) {
    return new CallFacts(
        IDS.next(clock.millis()),
        attemptId,
        stage,
        clock.instant(),
        method,
        plan,
        actor,
        current.said(),
        context,
        status,
        remaining,
        duration,
        direction(FieldPath.REQUEST, requests, !type().clientSendsOneMessage()),
        direction(FieldPath.RESPONSE, responses, !type().serverSendsOneMessage()));
  }

  private static CallFacts.Direction direction(String name, Capture capture, boolean isStream) {
    return new CallFacts.Direction(name, capture.count(), capture.kept(), isStream);
  }
}
