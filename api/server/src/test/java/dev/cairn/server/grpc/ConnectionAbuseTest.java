package dev.cairn.server.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.log.v1.TailEntriesRequest;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers may do with connections, while others are served. */
final class ConnectionAbuseTest {
  private static final String STRANGER = "127.0.0.2";
  private static final int ENHANCE_YOUR_CALM = 11;
  private static final int BEYOND_RESETS = GrpcLimits.DEFAULT.resets() + 100;
  private static final String APPEND = "cairn.log.v1.LogService/AppendEntry";

  @TempDir Path folder;

  private RunningLog log(GrpcLimits limits) throws Exception {
    return new RunningLog(folder.resolve("log"), limits);
  }

  @Test
  void aPeersConnectionsBeyondItsOwnAreClosedAtOnce() throws Exception {
    try (RunningLog log = log(TestLimits.connections(2));
        RawHttp2 first = RawHttp2.greeted(log.server.port(), STRANGER);
        RawHttp2 second = RawHttp2.greeted(log.server.port(), STRANGER);
        RawHttp2 third = RawHttp2.silent(log.server.port(), STRANGER)) {
      assertTrue(first.isGreeted());
      assertTrue(second.isGreeted());
      assertEquals(List.of(), third.awaitEnd());
      assertEquals(0, log.append("others are served").getIndex());
      assertEquals(1, log.server.load().refusedConnections());
      second.leave();
      awaitPlace(log);
    }
  }

  /** Whoever leaves makes room, as soon as the server has seen it. */
  private static void awaitPlace(RunningLog log) throws IOException {
    boolean greeted = false;
    while (!greeted) {
      try (RawHttp2 next = RawHttp2.silent(log.server.port(), STRANGER)) {
        next.send(new byte[0]);
        greeted = next.isGreeted();
      }
    }
  }

  @Test
  void thousandsOfConnectionsFromOneAddressLeaveRoomForOthers() throws Exception {
    int connections = Integer.getInteger("cairn.abuse.connections", 2_000);
    List<RawHttp2> clients = new ArrayList<>();
    try (RunningLog log = log(GrpcLimits.DEFAULT)) {
      for (int i = 0; i < connections; i++) {
        clients.add(RawHttp2.silent(log.server.port(), STRANGER));
      }
      int kept = 0;
      for (RawHttp2 client : clients) {
        kept += client.isGreeted() ? 1 : 0;
      }
      assertEquals(GrpcLimits.DEFAULT.connectionsPerPeer(), kept);
      assertEquals(connections - kept, log.server.load().refusedConnections());
      assertEquals(0, log.append("others are served").getIndex());
    } finally {
      for (RawHttp2 client : clients) {
        client.close();
      }
    }
  }

  @Test
  void whoSaysNothingOrDripsItsGreetingIsCutOff() throws Exception {
    try (RunningLog log =
            log(TestLimits.connectionTimes(Duration.ofMillis(500), Duration.ofMinutes(5)));
        RawHttp2 silent = RawHttp2.silent(log.server.port(), STRANGER);
        RawHttp2 dripping = RawHttp2.silent(log.server.port(), STRANGER)) {
      dripping.send(new byte[] {'P'});
      dripping.send(new byte[] {'R'});
      silent.awaitEnd();
      dripping.awaitEnd();
      assertEquals(0, log.append("others are served").getIndex());
    }
  }

  @Test
  void whoMakesNoCallIsCutOff() throws Exception {
    try (RunningLog log =
            log(TestLimits.connectionTimes(Duration.ofSeconds(10), Duration.ofMillis(300)));
        RawHttp2 idle = RawHttp2.greeted(log.server.port(), STRANGER);
        RawHttp2 dripping = RawHttp2.greeted(log.server.port(), STRANGER)) {
      // The beginning of a frame of headers that never comes to its end.
      dripping.send(RawHttp2.bytes(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, new byte[10], 1_000));
      // Told to go, and closed 10 s later if they do not say that they have heard it.
      idle.await(frame -> frame.type() == RawHttp2.GO_AWAY);
      dripping.await(frame -> frame.type() == RawHttp2.GO_AWAY);
    }
  }

  @Test
  void aFloodOfPingsEndsItsConnection() throws Exception {
    try (RunningLog log = log(GrpcLimits.DEFAULT);
        RawHttp2 client = RawHttp2.greeted(log.server.port(), STRANGER)) {
      sendUntilCut(client, RawHttp2.bytes(RawHttp2.PING, 0, 0, new byte[8], 8), 50);
      assertCalmed(client);
      assertEquals(0, log.append("others are served").getIndex());
    }
  }

  @Test
  void manyDeadlinesThatPassLeaveTheirConnectionUsable() throws Exception {
    try (RunningLog log = log(GrpcLimits.DEFAULT)) {
      Call lasting = new Call();
      log.async.tailEntries(TailEntriesRequest.getDefaultInstance(), lasting.as());
      for (int i = 0; i < 4; i++) {
        letDeadlinesPass(log, 256);
      }
      assertEquals(0, log.append("the same connection is used").getIndex());
      assertFalse(lasting.ended.isDone(), "the connection was closed");
    }
  }

  private static void letDeadlinesPass(RunningLog log, int calls) {
    List<Call> passing = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      Call call = new Call();
      passing.add(call);
      var _ = log.async.withDeadlineAfter(500, TimeUnit.MILLISECONDS).appendEntries(call.as());
    }
    for (Call call : passing) {
      assertEquals(Status.Code.DEADLINE_EXCEEDED, call.ended.join().getCode());
    }
  }

  /** Notes how a call ends. */
  private static final class Call {
    final CompletableFuture<Status> ended = new CompletableFuture<>();

    <A> StreamObserver<A> as() {
      return new StreamObserver<>() {
        @Override
        public void onNext(A answer) {}

        @Override
        public void onError(Throwable error) {
          ended.complete(Status.fromThrowable(error));
        }

        @Override
        public void onCompleted() {
          ended.complete(Status.OK);
        }
      };
    }
  }

  @Test
  void rapidResetsEndTheirConnection() throws Exception {
    try (RunningLog log = log(GrpcLimits.DEFAULT);
        RawHttp2 client = RawHttp2.greeted(log.server.port(), STRANGER)) {
      for (int i = 0; i < BEYOND_RESETS; i++) {
        int stream = 1 + 2 * i;
        byte[] headers = RawHttp2.headers(APPEND);
        sendUntilCut(
            client,
            RawHttp2.bytes(RawHttp2.HEADERS, RawHttp2.END_HEADERS, stream, headers, headers.length),
            1);
        sendUntilCut(client, RawHttp2.bytes(RawHttp2.RST_STREAM, 0, stream, new byte[4], 4), 1);
      }
      assertCalmed(client);
      assertEquals(0, log.append("others are served").getIndex());
      assertEquals(0, log.server.load().calls());
    }
  }

  @Test
  void resetsThatTheServerIsMadeToSendEndTheirConnection() throws Exception {
    try (RunningLog log = log(GrpcLimits.DEFAULT);
        RawHttp2 client = RawHttp2.greeted(log.server.port(), STRANGER)) {
      for (int i = 0; i < BEYOND_RESETS; i++) {
        int stream = 1 + 2 * i;
        byte[] headers = RawHttp2.headers(APPEND);
        sendUntilCut(
            client,
            RawHttp2.bytes(RawHttp2.HEADERS, RawHttp2.END_HEADERS, stream, headers, headers.length),
            1);
        // An increment of 0 is an error of the stream (RFC 9113, 6.9).
        sendUntilCut(client, RawHttp2.bytes(8, 0, stream, new byte[4], 4), 1);
      }
      client.awaitEnd();
      assertEquals(0, log.append("others are served").getIndex());
    }
  }

  @Test
  void headersWithoutEndEndTheirConnection() throws Exception {
    try (RunningLog log = log(GrpcLimits.DEFAULT);
        RawHttp2 client = RawHttp2.greeted(log.server.port(), STRANGER)) {
      byte[] headers = RawHttp2.headers(APPEND);
      sendUntilCut(client, RawHttp2.bytes(RawHttp2.HEADERS, 0, 1, headers, headers.length), 1);
      byte[] more = new byte[1_000];
      sendUntilCut(client, RawHttp2.bytes(RawHttp2.CONTINUATION, 0, 1, more, more.length), 10_000);
      client.awaitEnd();
      assertEquals(0, log.append("others are served").getIndex());
    }
  }

  @Test
  void whatIsNoHttp2EndsItsConnection() throws Exception {
    try (RunningLog log = log(GrpcLimits.DEFAULT);
        RawHttp2 client = RawHttp2.silent(log.server.port(), STRANGER)) {
      sendUntilCut(client, new byte[1_000], 100);
      client.awaitEnd();
      assertEquals(0, log.append("others are served").getIndex());
    }
  }

  private static void sendUntilCut(RawHttp2 client, byte[] bytes, int times) {
    try {
      for (int i = 0; i < times; i++) {
        client.send(bytes);
      }
    } catch (IOException e) {
      // Cut off already.
    }
  }

  private static void assertCalmed(RawHttp2 client) {
    List<RawHttp2.Frame> frames = client.awaitEnd();
    // A connection that is reset may take the server's last words with it.
    frames.stream()
        .filter(frame -> frame.type() == RawHttp2.GO_AWAY)
        .forEach(frame -> assertEquals(ENHANCE_YOUR_CALM, frame.goAwayError()));
  }
}
