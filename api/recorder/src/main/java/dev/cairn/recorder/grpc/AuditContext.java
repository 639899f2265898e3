package dev.cairn.recorder.grpc;

import dev.cairn.audit.v1.EventContext;
import dev.cairn.recorder.EventText;
import io.grpc.Context;
import io.grpc.Metadata;
import java.util.Optional;

/**
 * What a call happens within, in gRPC's Context: put there by {@link AuditServerInterceptor}, read
 * by {@link AuditClientInterceptor} and by handlers that record events of their own.
 */
public final class AuditContext {
  /** What events of now happen within. */
  public static final Context.Key<EventContext> EVENT_CONTEXT =
      Context.keyWithDefault("cairn-event-context", EventContext.getDefaultInstance());

  /** The call that is being recorded; null if there is none. */
  public static final Context.Key<CurrentCall> CURRENT_CALL = Context.key("cairn-current-call");

  /** The header of W3C trace context. */
  public static final Metadata.Key<String> TRACEPARENT =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

  /** The header of the correlation ID. */
  public static final Metadata.Key<String> CORRELATION_ID =
      Metadata.Key.of("x-correlation-id", Metadata.ASCII_STRING_MARSHALLER);

  private static final Metadata.Key<String> USER_AGENT =
      Metadata.Key.of("user-agent", Metadata.ASCII_STRING_MARSHALLER);

  private static final int MAX_CORRELATION_ID_BYTES = 128;
  private static final int MAX_USER_AGENT_BYTES = 512;

  private AuditContext() {}

  /** What events of now happen within, to be set as their context; empty outside of a call. */
  public static EventContext eventContext() {
    return EVENT_CONTEXT.get();
  }

  /** The call that is being recorded in this Context; empty if none is. */
  public static Optional<CurrentCall> currentCall() {
    return Optional.ofNullable(CURRENT_CALL.get());
  }

  /** The current Context with another correlation ID, for work that no call began. */
  public static Context withCorrelationId(String correlationId) {
    EventContext.Builder context = EVENT_CONTEXT.get().toBuilder();
    String line = EventText.line(correlationId, MAX_CORRELATION_ID_BYTES);
    return Context.current().withValue(EVENT_CONTEXT, context.setCorrelationId(line).build());
  }

  /** What an arriving call happens within: a trace of its own unless it brings a valid one. */
  static EventContext of(CallDetails call) {
    Metadata headers = call.headers();
    String traceparent = headers.get(TRACEPARENT);
    boolean isTraced = traceparent != null && Traces.isValid(traceparent);
    return EventContext.newBuilder()
        .setTraceparent(isTraced ? traceparent : Traces.root())
        .setCorrelationId(line(headers, CORRELATION_ID, MAX_CORRELATION_ID_BYTES))
        .setPeer(Peers.name(call.attributes()))
        .setUserAgent(line(headers, USER_AGENT, MAX_USER_AGENT_BYTES))
        .build();
  }

  private static String line(Metadata headers, Metadata.Key<String> key, int mostBytes) {
    String value = headers.get(key);
    return value == null ? "" : EventText.line(value, mostBytes);
  }
}
