package dev.cairn.recorder.grpc;

import dev.cairn.audit.v1.EventContext;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;

/**
 * Passes on, with every call, what it happens within: a span of its own in the trace of the current
 * Context, or in a new trace, and the correlation ID. Headers that the call has already are left as
 * they are. Nothing is recorded.
 */
public final class AuditClientInterceptor implements ClientInterceptor {
  @Override
  public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
      MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
    EventContext context = AuditContext.eventContext();
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<RespT> listener, Metadata headers) {
        addTo(headers, context);
        super.start(listener, headers);
      }
    };
  }

  private static void addTo(Metadata headers, EventContext context) {
    if (!headers.containsKey(AuditContext.TRACEPARENT)) {
      String parent = context.getTraceparent();
      headers.put(
          AuditContext.TRACEPARENT, Traces.isValid(parent) ? Traces.child(parent) : Traces.root());
    }
    String correlationId = context.getCorrelationId();
    if (!correlationId.isEmpty() && !headers.containsKey(AuditContext.CORRELATION_ID)) {
      headers.put(AuditContext.CORRELATION_ID, correlationId);
    }
  }
}
