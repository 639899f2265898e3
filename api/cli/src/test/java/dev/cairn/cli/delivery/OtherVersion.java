package dev.cairn.cli.delivery;

import dev.cairn.audit.v1.RecordEventsRequest;
import dev.cairn.audit.v1.RecordEventsResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.function.UnaryOperator;

/**
 * Makes one end of RecordEvents seem to be of another version, by what it says.
 *
 * @param request what becomes of what the client sends
 * @param response what becomes of what the server answers
 */
record OtherVersion(
    UnaryOperator<RecordEventsRequest> request, UnaryOperator<RecordEventsResponse> response)
    implements ClientInterceptor {
  @Override
  public <A, B> ClientCall<A, B> interceptCall(
      MethodDescriptor<A, B> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<B> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onMessage(B message) {
                super.onMessage(changed(message));
              }
            },
            headers);
      }

      @Override
      public void sendMessage(A message) {
        super.sendMessage(changed(message));
      }
    };
  }

  @SuppressWarnings("unchecked") // each message is changed into one of its own type
  private <M> M changed(M message) {
    return switch (message) {
      case RecordEventsRequest sent -> (M) request.apply(sent);
      case RecordEventsResponse answer -> (M) response.apply(answer);
      default -> message;
    };
  }
}
