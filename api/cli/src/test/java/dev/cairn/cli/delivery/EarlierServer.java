package dev.cairn.cli.delivery;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.util.concurrent.atomic.AtomicInteger;

/** Has the server know no AuditService for the first calls, and say so itself. */
final class EarlierServer implements ClientInterceptor {
  private final int calls;
  private final AtomicInteger made = new AtomicInteger();

  /**
   * @param calls how many calls find no service
   */
  EarlierServer(int calls) {
    this.calls = calls;
  }

  int made() {
    return made.get();
  }

  @Override
  public <A, B> ClientCall<A, B> interceptCall(
      MethodDescriptor<A, B> method, CallOptions options, Channel next) {
    boolean isOfAudit = "cairn.audit.v1.AuditService".equals(method.getServiceName());
    return isOfAudit && made.incrementAndGet() <= calls
        ? next.newCall(
            method.toBuilder().setFullMethodName("no.such.Service/RecordEvents").build(), options)
        : next.newCall(method, options);
  }
}
