package dev.cairn.recorder.grpc;

import dev.cairn.recorder.EventSink;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives events to the sink, and counts what becomes of them. No failure leaves it as an exception.
 */
final class CallRecorder implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(CallRecorder.class);

  private final EventSink sink;
  private final CallSettings settings;
  private final CallEvents events;
  private final Handoff handoff = new Handoff();
  private final LongAdder offered = new LongAdder();
  private final LongAdder recorded = new LongAdder();
  private final LongAdder failed = new LongAdder();

  CallRecorder(EventSink sink, CallSettings settings) {
    this.sink = sink;
    this.settings = settings;
    this.events = new CallEvents(settings);
  }

  /** Records soon, in another thread. */
  void recordSoon(CallFacts facts) {
    offered.increment();
    handoff.accept(
        () -> {
          // Counted and logged where it fails.
          var _ = offer(facts);
        },
        facts.retainedBytes());
  }

  /** Records now; whether the sink has it is known by the end of the patience. */
  CompletableFuture<Boolean> recordNow(CallFacts facts) {
    offered.increment();
    // A copy: a late event is counted when it comes.
    return offer(facts)
        .copy()
        .orTimeout(settings.patience().toNanos(), TimeUnit.NANOSECONDS)
        .handle((done, failure) -> failure == null);
  }

  /** Records now, and waits; whether the sink has it. */
  boolean recordAndWait(CallFacts facts) {
    try {
      // Whoever is interrupted does not wait, even if nothing is to be waited for.
      return recordNow(facts).get(settings.patience().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private CompletableFuture<?> offer(CallFacts facts) {
    CompletableFuture<?> taken;
    try {
      taken = sink.record(events.event(facts));
    } catch (RuntimeException e) {
      taken = CompletableFuture.failedFuture(e);
    }
    return taken.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            recorded.increment();
          } else {
            failed.increment();
            LOGGER.error(
                "Event {} of {}, a call of {}, is not recorded",
                facts.id(),
                settings.source(),
                facts.method().getFullMethodName(),
                failure);
          }
        });
  }

  CallCounts counts() {
    // Offered last: it is never less than the others.
    long recordedNow = recorded.sum();
    long failedNow = failed.sum();
    return new CallCounts(offered.sum(), recordedNow, failedNow);
  }

  @Override
  public void close() {
    handoff.close();
  }
}
