package dev.cairn.bench.load;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.HdrHistogram.Histogram;

/** One stream on each channel, each with a fixed number of entries that are not yet answered. */
public final class StreamLoad implements CountedLoad {
  private final List<? extends Channel> channels;
  private final MethodDescriptor<byte[], byte[]> method;
  private final Payload payload;
  private final int window;
  private final Answers answers;

  /**
   * Prepares streams of {@code method} with requests of {@code payload}, one entry each.
   *
   * @param channels run their callbacks on the network's threads
   * @param concurrency the number of requests in flight on all streams together
   */
  public StreamLoad(
      List<? extends Channel> channels,
      MethodDescriptor<byte[], byte[]> method,
      Payload payload,
      int concurrency,
      Answers answers) {
    this.channels = List.copyOf(channels);
    this.method = method;
    this.payload = payload;
    this.window = Math.max(1, concurrency / channels.size());
    this.answers = answers;
  }

  @Override
  public Tally run(Duration time, Histogram latencies) throws InterruptedException {
    return run(new Meter(time, latencies, channels.size()));
  }

  @Override
  public Tally run(long requests, Duration most, Histogram latencies) throws InterruptedException {
    return run(new Meter(most, latencies, channels.size(), requests));
  }

  private Tally run(Meter meter) throws InterruptedException {
    for (Channel channel : channels) {
      new Loop(channel, meter).start();
    }
    return meter.tally();
  }

  /** One stream. After its start only the network's thread touches it. */
  private final class Loop extends ClientCall.Listener<byte[]> {
    private final ClientCall<byte[], byte[]> call;
    private final Meter meter;
    // When each request in flight was sent, by its number modulo the window.
    private final long[] sent = new long[window];
    private final long firstStamp = ThreadLocalRandom.current().nextLong();
    private long requests;
    private long answered;
    private boolean over;

    Loop(Channel channel, Meter meter) {
      this.call = channel.newCall(method, CallOptions.DEFAULT);
      this.meter = meter;
    }

    void start() {
      call.start(this, new Metadata());
      call.request(1);
    }

    @Override
    public void onReady() {
      if (requests == 0) {
        goOn(window, System.nanoTime());
      }
    }

    private void goOn(int wanted, long now) {
      int count = over ? 0 : meter.next(wanted, now);
      if (count == 0) {
        end();
      }
      for (int i = 0; i < count; i++) {
        sent[(int) (requests % window)] = now;
        call.sendMessage(payload.request(firstStamp + requests));
        requests++;
      }
    }

    @Override
    public void onMessage(byte[] response) {
      long now = System.nanoTime();
      Answers.Answered found;
      try {
        found = answers.read(response, firstStamp);
      } catch (InvalidProtocolBufferException e) {
        call.cancel("the answer is malformed", e);
        return;
      }
      int count = found.done() + found.refused();
      if (answered + count > requests) {
        call.cancel("more answers than requests", null);
        return;
      }
      for (int i = 0; i < count; i++) {
        meter.answered(now - sent[(int) (answered % window)]);
        answered++;
      }
      meter.done(found.done());
      if (found.refused() > 0) {
        meter.failed(found.refused(), found.error());
      }
      goOn(count, now);
      call.request(1);
    }

    private void end() {
      if (!over) {
        over = true;
        call.halfClose();
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (!status.isOk()) {
        meter.failed(Math.toIntExact(Math.max(1, requests - answered)), status);
      }
      meter.loopEnded();
    }
  }
}
