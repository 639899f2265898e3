package dev.cairn.bench.load;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/** An open loop on one stream: as {@link PacedLoad}, with a message for each entry. */
public final class PacedStream implements Load {
  private final Channel channel;
  private final MethodDescriptor<byte[], byte[]> method;
  private final Payload payload;
  private final Duration interval;
  private final Answers answers;

  /**
   * Prepares a stream of {@code method} with requests of {@code payload}, one entry each.
   *
   * @param channel runs its callbacks on the network's threads
   * @param interval from one entry to the next, more than 0
   */
  public PacedStream(
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
    int entries = Math.toIntExact(Math.max(1, time.toNanos() / interval.toNanos()));
    Meter meter = new Meter(time, latencies, 1);
    new Loop(meter, entries).send();
    return meter.tally();
  }

  /** One stream: one thread sends, the network's own counts the answers. */
  private final class Loop extends ClientCall.Listener<byte[]> {
    private final ClientCall<byte[], byte[]> call = channel.newCall(method, CallOptions.DEFAULT);
    private final long firstStamp = ThreadLocalRandom.current().nextLong();
    private final Semaphore permits = new Semaphore(PacedLoad.MAX_IN_FLIGHT);
    // When each entry in flight was to be sent, by its number modulo the length.
    private final AtomicLongArray due = new AtomicLongArray(PacedLoad.MAX_IN_FLIGHT);
    private final Meter meter;
    private final int entries;
    private int answered;
    private volatile boolean closed;

    Loop(Meter meter, int entries) {
      this.meter = meter;
      this.entries = entries;
    }

    void send() throws InterruptedException {
      call.start(this, new Metadata());
      call.request(1);
      long first = System.nanoTime();
      for (int i = 0; i < entries && !closed; i++) {
        long moment = first + i * interval.toNanos();
        Pace.sleepUntil(moment);
        permits.acquire();
        due.set(i % due.length(), moment);
        call.sendMessage(payload.request(firstStamp + i));
      }
      call.halfClose();
    }

    @Override
    public void onMessage(byte[] response) {
      Answers.Answered found;
      try {
        found = answers.read(response, firstStamp);
      } catch (InvalidProtocolBufferException e) {
        call.cancel("the answer is malformed", e);
        return;
      }
      int count = found.done() + found.refused();
      if (answered + count > entries) {
        call.cancel("more answers than requests", null);
        return;
      }
      long now = System.nanoTime();
      for (int i = 0; i < count; i++) {
        meter.answered(now - due.get(answered++ % due.length()));
      }
      meter.count(found);
      permits.release(count);
      call.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      closed = true;
      if (!status.isOk()) {
        meter.failed(Math.max(1, entries - answered), status);
      }
      // Whoever waits for a permit finds the stream closed.
      permits.release(PacedLoad.MAX_IN_FLIGHT);
      meter.loopEnded();
    }
  }
}
