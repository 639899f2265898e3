package dev.cairn.witness.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.http.admission.Admission;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.TestLog;
import dev.cairn.witness.TestWitness;
import dev.cairn.witness.Witness;
import dev.cairn.witness.v1.AddCheckpointRequest;
import dev.cairn.witness.v1.GetWitnessRequest;
import dev.cairn.witness.v1.ListLogsRequest;
import dev.cairn.witness.v1.ListLogsResponse;
import dev.cairn.witness.v1.WitnessServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What peers may do over gRPC, and what becomes of those who do more. */
@Timeout(30)
final class GrpcLimitsTest {
  private static final TestLog LOG = new TestLog("example.com/log", 5);
  private static final Duration RECEIVE = Duration.ofSeconds(1);
  private static final String PEER = "127.0.0.1";

  @TempDir Path folder;
  private final Admission admission = new Admission(2, 2);
  private Witness witness;
  private GrpcEndpoint endpoint;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    witness = TestWitness.create(folder.resolve("store"), LOG.vkey());
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    endpoint = GrpcEndpoint.start(witness, anyPort, RECEIVE, Duration.ofSeconds(1), admission);
    channel = connect(1 << 20);
  }

  private ManagedChannel connect(int window) {
    return NettyChannelBuilder.forAddress(PEER, endpoint.port())
        .usePlaintext()
        .flowControlWindow(window)
        .build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    endpoint.close();
    witness.close();
  }

  private record Held<Q>(
      ClientCall<Q, ?> call,
      CompletableFuture<Boolean> answered,
      CompletableFuture<Status> status) {}

  /** A call that has sent its head and asks for no answer. */
  private static <Q, A> Held<Q> hold(ManagedChannel channel, MethodDescriptor<Q, A> method) {
    ClientCall<Q, A> call = channel.newCall(method, CallOptions.DEFAULT);
    CompletableFuture<Boolean> answered = new CompletableFuture<>();
    CompletableFuture<Status> closed = new CompletableFuture<>();
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onHeaders(Metadata headers) {
            answered.complete(true);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            closed.complete(status);
          }
        },
        new Metadata());
    return new Held<>(call, answered, closed);
  }

  /** Waits until both places are free, and takes them. */
  private void awaitEmpty() {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    for (int taken = 0; taken < 2; taken++) {
      while (!admission.enter(PEER)) {
        assertTrue(System.nanoTime() < end, "places are given back");
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void endsCallsWhoseMessageDoesNotArrive() throws Exception {
    var method = WitnessServiceGrpc.getAddCheckpointMethod();
    var silent = hold(channel, method);
    var halfDone = hold(channel, method);
    silent.call().request(1);
    halfDone.call().request(1);
    halfDone.call().sendMessage(AddCheckpointRequest.getDefaultInstance());
    for (var held : List.of(silent, halfDone)) {
      Status status = held.status().get(10, TimeUnit.SECONDS);
      assertEquals(Status.Code.DEADLINE_EXCEEDED, status.getCode(), status.toString());
      assertEquals("the request did not arrive in time", status.getDescription());
    }
    awaitEmpty();
  }

  @Test
  void keepsNobodyWaitingForWhoTakesNoAnswer() throws Exception {
    ManagedChannel narrow = connect(1);
    try {
      for (int i = 0; i < 4; i++) {
        var held = hold(narrow, WitnessServiceGrpc.getGetWitnessMethod());
        held.call().sendMessage(GetWitnessRequest.getDefaultInstance());
        held.call().halfClose();
        // The head comes however narrow the window is; the message does not.
        assertTrue(held.answered().get(10, TimeUnit.SECONDS));
        assertFalse(held.status().isDone());
        awaitEmpty();
        admission.leave(PEER);
        admission.leave(PEER);
      }
    } finally {
      narrow.shutdownNow();
    }
  }

  @Test
  void answersHealthChecksWhoeverIsInFlight() {
    assertTrue(admission.enter(PEER));
    assertTrue(admission.enter(PEER));
    assertEquals(
        ServingStatus.SERVING,
        HealthGrpc.newBlockingStub(channel)
            .check(HealthCheckRequest.getDefaultInstance())
            .getStatus());
  }

  @Test
  void listsTwoHundredLogsAtATime() {
    List<VerifierKey> keys = new ArrayList<>();
    for (int i = 0; i < 249; i++) {
      keys.add(new TestLog("example.com/" + i, 0).vkey());
    }
    witness.addLogs(keys);
    var stub = WitnessServiceGrpc.newBlockingStub(channel);
    ListLogsRequest request = ListLogsRequest.newBuilder().setPageSize(1_000).build();
    ListLogsResponse first = stub.listLogs(request);
    assertEquals(200, first.getLogsCount());
    ListLogsResponse second =
        stub.listLogs(request.toBuilder().setPageToken(first.getNextPageToken()).build());
    assertEquals(50, second.getLogsCount());
    assertEquals("", second.getNextPageToken());
  }
}
