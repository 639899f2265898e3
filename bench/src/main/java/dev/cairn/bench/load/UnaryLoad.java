package dev.cairn.bench.load;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** A fixed number of unary calls in flight, spread over channels. */
public final class UnaryLoad implements CountedLoad {
  private static final int MAX_ERRORS_OF_A_LOOP = 100;

  private final List<? extends Channel> channels;
  private final MethodDescriptor<byte[], byte[]> method;
  private final Payload payload;
  private final int concurrency;
  private final Answers answers;
  private final AtomicLong stamps = new AtomicLong(ThreadLocalRandom.current().nextLong());

  /**
   * Prepares calls of {@code method} with requests of {@code payload}.
   *
   * @param channels run their callbacks on the network's threads
   * @param concurrency the number of calls in flight
   */
  public UnaryLoad(
      List<? extends Channel> channels,
      MethodDescriptor<byte[], byte[]> method,
      Payload payload,
      int concurrency) {
    this(channels, method, payload, concurrency, Answers.unread(payload.entries()));
  }

  /** As the other, with responses that are read. */
  public UnaryLoad(
      List<? extends Channel> channels,
      MethodDescriptor<byte[], byte[]> method,
      Payload payload,
      int concurrency,
      Answers answers) {
    this.channels = List.copyOf(channels);
    this.method = method;
    this.payload = payload;
    this.concurrency = concurrency;
    this.answers = answers;
  }

  @Override
  public Tally run(Duration time, Histogram latencies) throws InterruptedException {
    return run(new Meter(time, latencies, concurrency));
  }

  @Override
  public Tally run(long requests, Duration most, Histogram latencies) throws InterruptedException {
    return run(new Meter(most, latencies, concurrency, requests));
  }

  private Tally run(Meter meter) throws InterruptedException {
    for (int i = 0; i < concurrency; i++) {
      new Loop(channels.get(i % channels.size()), meter).next(System.nanoTime());
    }
    return meter.tally();
  }

  /** One call after the other. */
  private final class Loop {
    private final Channel channel;
    private final Meter meter;
    private long sent;
    private int errors;

    Loop(Channel channel, Meter meter) {
      this.channel = channel;
      this.meter = meter;
    }

    void next(long now) {
      if (meter.next(1, now) == 0) {
        meter.loopEnded();
      } else {
        call(stamps.getAndIncrement());
      }
    }

    private void call(long stamp) {
      sent = System.nanoTime();
      ClientCall<byte[], byte[]> call = channel.newCall(method, CallOptions.DEFAULT);
      call.start(
          new Verdict(answers, payload.entries(), stamp) {
            @Override
            void closed(Answers.Answered answered) {
              ended(answered);
            }
          },
          new Metadata());
      call.request(2);
      call.sendMessage(payload.request(stamp));
      call.halfClose();
    }

    private void ended(Answers.Answered answered) {
      long now = System.nanoTime();
      if (answered.refused() == 0) {
        meter.answered(now - sent);
      } else {
        errors++;
      }
      meter.count(answered);
      if (isHopeless(answered.error())) {
        meter.loopEnded();
      } else {
        next(now);
      }
    }

    private boolean isHopeless(Status status) {
      return status.getCode() == Status.Code.UNAVAILABLE || errors > MAX_ERRORS_OF_A_LOOP;
    }
  }
}
