package dev.cairn.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.log.v1.AppendEntriesRequest;
import dev.cairn.log.v1.AppendEntriesResponse;
import dev.cairn.log.v1.LogServiceGrpc;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose calls are admitted. */
final class CallLimitTest {
  private static final int LIMIT = 400;
  private static final int PER_PEER = 200;

  private final Peers peers = new Peers();
  private final CallLimit limit = new CallLimit(LIMIT, PER_PEER);
  private final List<ServerCall.Listener<AppendEntriesRequest>> listeners = new ArrayList<>();

  private Attributes peer(String address) {
    return peers.transportReady(
        Attributes.newBuilder()
            .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, new InetSocketAddress(address, 1))
            .build());
  }

  /** Makes so many calls; returns how many are admitted. */
  private int admitted(Attributes peer, int calls) {
    int admitted = 0;
    for (int i = 0; i < calls; i++) {
      Call call = new Call(peer);
      var listener =
          limit.interceptCall(call, new Metadata(), (_, _) -> new ServerCall.Listener<>() {});
      if (!call.isClosed) {
        listeners.add(listener);
        admitted++;
      }
    }
    return admitted;
  }

  @Test
  void peersWithManyCallsLeaveAQuarterToThoseWithFew() {
    assertEquals(PER_PEER, admitted(peer("10.0.0.1"), 2 * PER_PEER));
    assertEquals(100, admitted(peer("10.0.0.2"), 2 * PER_PEER));
    assertEquals(CallLimit.FEW, admitted(peer("10.0.0.3"), 2 * PER_PEER));
    assertEquals(LIMIT - 300 - CallLimit.FEW, admitted(peer("10.0.0.4"), 2 * PER_PEER));
    assertEquals(LIMIT, limit.calls());
  }

  @Test
  void whoeverEndsItsCallsMakesRoom() {
    assertEquals(PER_PEER, admitted(peer("10.0.0.1"), PER_PEER));
    assertEquals(100, admitted(peer("10.0.0.2"), PER_PEER));
    listeners.forEach(ServerCall.Listener::onComplete);
    assertEquals(0, limit.calls());
    assertEquals(PER_PEER, admitted(peer("10.0.0.2"), PER_PEER));
  }

  @Test
  void aRefusedCallTakesNoPlace() {
    assertEquals(PER_PEER, admitted(peer("10.0.0.1"), 2 * PER_PEER));
    assertEquals(PER_PEER, limit.calls());
    assertEquals(PER_PEER, limit.refused());
  }

  /** A call that is only made. */
  private static final class Call extends ServerCall<AppendEntriesRequest, AppendEntriesResponse> {
    private final Attributes attributes;
    private boolean isClosed;

    Call(Attributes attributes) {
      this.attributes = attributes;
    }

    @Override
    public Attributes getAttributes() {
      return attributes;
    }

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(AppendEntriesResponse message) {}

    @Override
    public void close(Status status, Metadata trailers) {
      isClosed = true;
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public MethodDescriptor<AppendEntriesRequest, AppendEntriesResponse> getMethodDescriptor() {
      return LogServiceGrpc.getAppendEntriesMethod();
    }
  }
}
