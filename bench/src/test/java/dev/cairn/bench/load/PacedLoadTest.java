package dev.cairn.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.net.HostAndPort;
import dev.cairn.bench.figures.Latency;
import dev.cairn.bench.reference.Echo;
import dev.cairn.log.v1.AckLevel;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class PacedLoadTest {
  private static final Duration TIME = Duration.ofMillis(500);
  private static final Duration INTERVAL = Duration.ofMillis(10);
  private static final Duration STALL = Duration.ofMillis(200);
  private static final Payload PAYLOAD = new Payload(1, 16, AckLevel.ACK_LEVEL_DURABLE);

  private static Tally run(Answers answers, Histogram latencies, boolean stalls)
      throws IOException, InterruptedException {
    AtomicBoolean stall = new AtomicBoolean(stalls);
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .directExecutor()
            .addService(
                ServerServiceDefinition.builder("cairn.bench.Echo")
                    .addMethod(
                        Echo.UNARY,
                        ServerCalls.asyncUnaryCall((request, caller) -> answer(stall, caller)))
                    .build())
            .build()
            .start();
    try (Channels channels = Channels.to(HostAndPort.fromParts("127.0.0.1", server.getPort()), 1)) {
      return new PacedLoad(channels.list().getFirst(), Echo.UNARY, PAYLOAD, INTERVAL, answers)
          .run(TIME, latencies);
    } finally {
      server.shutdownNow();
    }
  }

  /** Holds the network's only thread once, and with it all the other calls. */
  private static void answer(AtomicBoolean stall, StreamObserver<byte[]> caller) {
    if (stall.getAndSet(false)) {
      long end = System.nanoTime() + STALL.toNanos();
      for (long left = STALL.toNanos(); left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }
    caller.onNext(new byte[1]);
    caller.onCompleted();
  }

  @Test
  void sendsAsManyAsTheRateSays() throws IOException, InterruptedException {
    Histogram latencies = Latency.nanos();

    Tally tally = run(Answers.unread(1), latencies, false);

    assertEquals(50, tally.done());
    assertEquals(0, tally.errors());
    assertEquals(50, latencies.getTotalCount());
    assertTrue(tally.nanos() >= Duration.ofMillis(490).toNanos(), tally.toString());
  }

  @Test
  void aStallIsChargedToAllWhoWouldHaveCalledMeanwhile() throws IOException, InterruptedException {
    Histogram latencies = Latency.nanos();

    Tally tally = run(Answers.unread(1), latencies, true);

    assertEquals(50, tally.done());
    long waited =
        latencies.getCountBetweenValues(STALL.toNanos() / 4, latencies.getHighestTrackableValue());
    assertTrue(waited >= 10, waited + " waited a quarter of the stall or longer");
  }

  @Test
  void whatIsRefusedHasNoLatency() throws IOException, InterruptedException {
    Histogram latencies = Latency.nanos();

    Tally tally = run((_, _) -> new Answers.Answered(0, 1, Status.ABORTED), latencies, false);

    assertEquals(0, tally.done());
    assertEquals(50, tally.errors());
    assertEquals(Status.ABORTED, tally.firstError().orElseThrow());
    assertEquals(0, latencies.getTotalCount());
  }
}
