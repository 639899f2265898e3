package dev.cairn.recorder;

import dev.cairn.recorder.delivery.EventReceipt;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The receipts that somebody waits for, by position. Safe for several threads. */
final class Receipts {
  private final int max;
  private final Map<Long, CompletableFuture<EventReceipt>> waiting = new ConcurrentHashMap<>();
  private volatile @Nullable Exception stopped;

  Receipts(int max) {
    this.max = max;
  }

  void expect(long position, CompletableFuture<EventReceipt> receipt) {
    if (waiting.size() >= max) {
      receipt.completeExceptionally(
          new NotYetLoggedException(
              "the event is in the outbox; " + max + " receipts are waited for already"));
      return;
    }
    waiting.put(position, receipt);
    Exception why = stopped;
    if (why != null) { // after it was put: stop() sees it, or this does
      refuse(position, why);
    }
  }

  void complete(long position, EventReceipt receipt) {
    CompletableFuture<EventReceipt> known = waiting.remove(position);
    if (known != null) {
      known.complete(receipt);
    }
  }

  void refuse(long position, Exception why) {
    CompletableFuture<EventReceipt> known = waiting.remove(position);
    if (known != null) {
      known.completeExceptionally(why);
    }
  }

  /** Fails all that are waited for now and later. */
  void stop(Exception why) {
    stopped = why;
    waiting.keySet().forEach(position -> refuse(position, why));
  }
}
