package dev.cairn.server.grpc;

import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import dev.cairn.log.v1.AppendEntriesResponse;
import dev.cairn.log.v1.AppendOutcome;
import dev.cairn.log.v1.AppendedRun;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Puts the outcomes of a stream's items back into the order of the items, and sends all that are
 * ready in one message. Bounded by the stream's window: an item is requested for each one answered.
 */
final class OutcomeQueue {
  private final ServerCallStreamObserver<AppendEntriesResponse> caller;
  private final Executor sender;
  private final AtomicBoolean sending = new AtomicBoolean();

  // Guarded by this.
  private final Deque<Place> places = new ArrayDeque<>();
  private long nextItem;
  private boolean ended;
  private boolean closed;

  OutcomeQueue(ServerCallStreamObserver<AppendEntriesResponse> caller, Executor sender) {
    this.caller = caller;
    this.sender = sender;
  }

  /** One item's place in the order. */
  static final class Place {
    private final long item;
    private @Nullable Acknowledgement done;
    private @Nullable Status error;

    private Place(long item) {
      this.item = item;
    }

    private boolean isSettled() {
      return done != null || error != null;
    }
  }

  synchronized Place reserve() {
    Place place = new Place(nextItem++);
    places.add(place);
    return place;
  }

  void refuse(Status error) {
    settle(reserve(), error);
  }

  void settle(Place place, Acknowledgement done) {
    synchronized (this) {
      place.done = done;
    }
    flush();
  }

  void settle(Place place, Status error) {
    synchronized (this) {
      place.error = error;
    }
    flush();
  }

  /** No item comes after those reserved. */
  void end() {
    synchronized (this) {
      ended = true;
    }
    flush();
  }

  /** Ends the stream with an error of its own. */
  synchronized void abort(StatusRuntimeException error) {
    if (!closed) {
      closed = true;
      caller.onError(error);
    }
  }

  /** Sends what is ready, on another thread, unless that is under way. */
  void flush() {
    if (sending.compareAndSet(false, true)) {
      sender.execute(this::send);
    }
  }

  private void send() {
    // Cleared first: what settles from here on makes another run.
    sending.set(false);
    synchronized (this) {
      if (closed || (!caller.isReady() && !caller.isCancelled())) {
        return;
      }
      for (List<Place> ready = takeReady(); !ready.isEmpty(); ready = takeReady()) {
        caller.onNext(response(ready));
        caller.request(ready.size());
      }
      if (ended && places.isEmpty()) {
        closed = true;
        caller.onCompleted();
      }
    }
  }

  /** What can share a response: one checkpoint speaks for all of it, so it is of one level. */
  private List<Place> takeReady() {
    List<Place> ready = new ArrayList<>();
    @Nullable Acknowledgement first = null;
    while (!places.isEmpty() && places.element().isSettled()) {
      Acknowledgement next = places.element().done;
      if (first != null && next != null && next.level() != first.level()) {
        break;
      }
      first = first == null ? next : first;
      ready.add(places.remove());
    }
    return ready;
  }

  private static AppendEntriesResponse response(List<Place> ready) {
    AppendEntriesResponse.Builder response = AppendEntriesResponse.newBuilder();
    int start = 0;
    while (start < ready.size()) {
      int end = start + 1;
      while (end < ready.size() && continues(ready.get(end - 1), ready.get(end))) {
        end++;
      }
      response.addOutcomes(outcome(ready.get(start), end - start));
      start = end;
    }
    newest(ready).ifPresent(c -> response.setCheckpoint(ByteString.copyFrom(c.toBytes())));
    return response.build();
  }

  private static boolean continues(Place before, Place place) {
    return before.done != null
        && place.done != null
        && place.done.entries().firstIndex() == before.done.entries().firstIndex() + 1
        && place.done.entries().deduplicated() == before.done.entries().deduplicated()
        && place.done.level() == before.done.level();
  }

  private static AppendOutcome outcome(Place first, int count) {
    AppendOutcome.Builder outcome =
        AppendOutcome.newBuilder().setFirstItem(first.item).setCount(count);
    Acknowledgement done = first.done;
    if (done != null) {
      outcome.setAppended(
          AppendedRun.newBuilder()
              .setFirstIndex(done.entries().firstIndex())
              .setDeduplicated(done.entries().deduplicated())
              .setAck(done.level()));
    } else if (first.error != null) {
      outcome.setError(first.error);
    }
    return outcome.build();
  }

  private static Optional<SignedCheckpoint> newest(List<Place> places) {
    return places.stream()
        .map(place -> place.done)
        .flatMap(
            done ->
                done == null
                    ? Optional.<SignedCheckpoint>empty().stream()
                    : done.checkpoint().stream())
        .max(Comparator.comparingLong(checkpoint -> checkpoint.head().size()));
  }
}
