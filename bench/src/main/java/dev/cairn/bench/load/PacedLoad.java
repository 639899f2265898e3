package dev.cairn.bench.load;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.HdrHistogram.Histogram;

/**
 * An open loop: calls at a fixed rate, however long the answers take. A call's latency counts from
 * the moment at which it was to be sent, so that a server that stalls is charged for all who would
 * have called meanwhile.
 */
public final class PacedLoad implements Load {
  static final int MAX_IN_FLIGHT = 4_096;

  private final Channel channel;
  private final MethodDescriptor<byte[], byte[]> method;
  private final Payload payload;
  private final Duration interval;
  private final Answers answers;

  /**
   * Prepares calls of {@code method} with requests of {@code payload}.
   *
   * @param channel runs its callbacks on the network's threads
   * @param interval from one call to the next, more than 0
   */
  public PacedLoad(
      Channel channel,
      MethodDescriptor<byte[], byte[]> method,
      Payload payload,
      Duration interval,
      Answers answers) {
    this.channel = channel;
    this.method = method;
    this.payload = payload;
    this.interval = interval;
    this.answers = answers;
  }

  @Override
  public Tally run(Duration time, Histogram latencies) throws InterruptedException {
    int calls = Math.toIntExact(Math.max(1, time.toNanos() / interval.toNanos()));
    long firstStamp = ThreadLocalRandom.current().nextLong();
    Meter meter = new Meter(time, latencies, calls);
    // What cannot be sent for lack of a permit is sent late, and its latency says so.
    Semaphore permits = new Semaphore(MAX_IN_FLIGHT);
    long first = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      long due = first + i * interval.toNanos();
      Pace.sleepUntil(due);
      permits.acquire();
      send(due, firstStamp + i, meter, permits);
    }
    return meter.tally();
  }

  private void send(long due, long stamp, Meter meter, Semaphore permits) {
    ClientCall<byte[], byte[]> call = channel.newCall(method, CallOptions.DEFAULT);
    call.start(
        new Verdict(answers, payload.entries(), stamp) {
          @Override
          void closed(Answers.Answered answered) {
            if (answered.refused() == 0) {
              meter.answered(System.nanoTime() - due);
            }
            meter.count(answered);
            permits.release();
            meter.loopEnded();
          }
        },
        new Metadata());
    call.request(2);
    call.sendMessage(payload.request(stamp));
    call.halfClose();
  }
}
