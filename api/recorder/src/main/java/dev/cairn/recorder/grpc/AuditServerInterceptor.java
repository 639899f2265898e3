package dev.cairn.recorder.grpc;

import dev.cairn.audit.v1.Actor;
import dev.cairn.audit.v1.EventContext;
import dev.cairn.recorder.EventSink;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the calls of a gRPC server: one event at each call's end, however it comes, and if the
 * rule says so one before the handler runs. Make it the outermost interceptor, the last that the
 * builder is given: what an interceptor further out refuses, it does not see. Where it is met
 * twice, for the server and for a service, the outer one records.
 *
 * <p>An event's action is the method's name. Attributes, where they apply: {@code grpc.method} (the
 * full name), {@code grpc.duration_us}, {@code grpc.deadline_ms} (what was left of it on arrival),
 * {@code grpc.request} and {@code grpc.response} (proto3 JSON; of streams the first 8, {@code
 * grpc.request.0} and so on), {@code grpc.requests} and {@code grpc.responses} (how many a stream
 * had), {@code grpc.redacted} (the paths that left something out), {@code grpc.omitted} (why what
 * is missing is missing, messages or the status's description), {@code grpc.digest_of} (whose
 * digest the event has, of its JSON as it would have been kept), {@code grpc.attempt} (the ID of
 * the attempt's event).
 *
 * <p>A message is kept up to 8,192 bytes of JSON, and up to 32,768 bytes of a call. Events are made
 * by a thread of the interceptor; if 4,096 events or 32 MiB wait for it, calls make their own.
 */
public final class AuditServerInterceptor implements ServerInterceptor, AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(AuditServerInterceptor.class);
  private static final Actor UNKNOWN =
      Actor.newBuilder().setType("unknown").setId("unknown").build();

  private final CallSettings settings;
  private final CallPlans plans;
  private final CallRecorder recorder;

  private AuditServerInterceptor(EventSink sink, CallSettings settings) {
    this.settings = settings;
    this.plans = new CallPlans(settings.policy());
    this.recorder = new CallRecorder(sink, settings);
  }

  /**
   * An interceptor that gives its events to a sink.
   *
   * @param sink stays open; its futures' threads send the answers that are held for it
   */
  public static AuditServerInterceptor of(EventSink sink, CallSettings settings) {
    return new AuditServerInterceptor(sink, settings);
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    if (AuditContext.currentCall().isPresent()) {
      return next.startCall(call, headers);
    }
    var method = call.getMethodDescriptor();
    CallDetails details =
        new CallDetails(method.getFullMethodName(), headers, call.getAttributes());
    EventContext happening = AuditContext.of(details);
    Context context = Context.current().withValue(AuditContext.EVENT_CONTEXT, happening);
    CallPlan plan = plans.of(method);
    if (plan.rule().level() == CallLevel.NONE) {
      return Contexts.interceptCall(context, call, headers, next);
    }
    RecordedCall recorded =
        new RecordedCall(method, plan, happening, actor(details), settings, context.getDeadline());
    Context within = context.withValue(AuditContext.CURRENT_CALL, recorded.current());
    return start(new RecordingCall<>(call, recorded, recorder), recorded, within, headers, next);
  }

  private <ReqT, RespT> ServerCall.Listener<ReqT> start(
      RecordingCall<ReqT, RespT> call,
      RecordedCall recorded,
      Context context,
      Metadata headers,
      ServerCallHandler<ReqT, RespT> next) {
    Attempt attempt = new Attempt(recorded, recorder);
    // The handler of a stream of requests runs from the start, any other with the request.
    if (!recorded.type().clientSendsOneMessage() && !attempt.mayGoOn()) {
      call.refuse();
      return new ServerCall.Listener<>() {};
    }
    try {
      return new RecordingListener<>(
          Contexts.interceptCall(context, call, headers, next), recorded, call, attempt);
    } catch (RuntimeException | Error e) {
      call.failed(e);
      throw e;
    }
  }

  private Actor actor(CallDetails details) {
    try {
      return settings.actors().resolve(details);
    } catch (RuntimeException e) {
      LOGGER.warn("Who calls {} cannot be told", details.method(), e);
      return UNKNOWN;
    }
  }

  /** What became of the events so far. */
  public CallCounts counts() {
    return recorder.counts();
  }

  /**
   * Gives the sink the events that wait, for at most 10 s in the interceptor's thread and then in
   * this one. Close it after the server and before the sink; calls that still come are recorded by
   * their own threads.
   */
  @Override
  public void close() {
    recorder.close();
  }
}
