package dev.cairn.server.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Lets a call know from where it comes. */
public final class Submitter implements ServerInterceptor {
  private static final Context.Key<String> ADDRESS = Context.key("cairn-submitter");
  private static final String IN_PROCESS = "in-process";

  /** The address of the current call's peer; {@code in-process} if it has none. */
  static String current() {
    String address = ADDRESS.get();
    return address == null ? IN_PROCESS : address;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    SocketAddress peer = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    if (peer instanceof InetSocketAddress address && address.getAddress() != null) {
      Context context = Context.current().withValue(ADDRESS, address.getAddress().getHostAddress());
      return Contexts.interceptCall(context, call, headers, next);
    }
    return next.startCall(call, headers);
  }
}
