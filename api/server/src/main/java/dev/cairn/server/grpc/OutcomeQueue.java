package dev.cairn.server.grpc;

import com.google.rpc.Status;
import dev.cairn.audit.v1.EntryRest;
import dev.cairn.log.v1.AppendOutcome;
import dev.cairn.log.v1.AppendedRun;
import dev.cairn.server.intake.Refusal;
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
final class OutcomeQueue<R> {
  /** A response ends with the item that makes the rests in it larger. */
  private static final int RESPONSE_BYTES = 1 << 20;

  /** About what an outcome takes in memory beside what is said of it. */
  private static final int OUTCOME_BYTES = 192;

  private final ServerCallStreamObserver<R> caller;
  private final Executor sender;
  private final Form<R> form;
  private final AtomicBoolean sending = new AtomicBoolean();

  // Guarded by this.
  private final Deque<Place> places = new ArrayDeque<>();
  private final KeptOutcomes kept = KeptOutcomes.ofCurrentCall();
  private long nextItem;
  private boolean ended;
  private volatile boolean closed;
  // Why the stream ends when all places are answered; set once.
  private volatile @Nullable StatusRuntimeException leaving;

  /** What a stream's responses look like. */
  interface Form<R> {
    /**
     * Makes a response.
     *
     * @param outcomes what became of the next items
     * @param rests what is to be said besides of each item that was appended, in order
     * @param checkpoint covers what was appended, if anything needs it
     */
    R response(
        List<AppendOutcome> outcomes, List<EntryRest> rests, Optional<SignedCheckpoint> checkpoint);

    /** Called when a response is about to be sent that answers so many items. */
    void answered(int items);
  }

  OutcomeQueue(ServerCallStreamObserver<R> caller, Executor sender, Form<R> form) {
    this.caller = caller;
    this.sender = sender;
    this.form = form;
  }

  /** One item's place in the order. */
  static final class Place {
    private final long item;
    private @Nullable Acknowledgement done;
    private @Nullable Status error;
    private EntryRest rest = EntryRest.getDefaultInstance();

    private Place(long item) {
      this.item = item;
    }

    private long bytes() {
      long said = error == null ? rest.getSerializedSize() : error.getSerializedSize();
      return OUTCOME_BYTES + said;
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
    settle(place, done, EntryRest.getDefaultInstance());
  }

  /** Settles an item of which there is more to say. */
  void settle(Place place, Acknowledgement done, EntryRest rest) {
    synchronized (this) {
      place.done = done;
      place.rest = rest;
      keep(place);
    }
    flush();
  }

  void settle(Place place, Status error) {
    synchronized (this) {
      place.error = error;
      keep(place);
    }
    flush();
  }

  /** Whoever reads no outcomes gets no more of them. */
  private synchronized void keep(Place settled) {
    if (!closed && !kept.add(settled.bytes())) {
      abort(Statuses.exception(new Refusal.TooManyBytes("unread outcomes")));
    }
  }

  /** No item comes after those reserved. */
  void end() {
    synchronized (this) {
      ended = true;
    }
    flush();
  }

  /** Sends something that answers no item. */
  synchronized void send(R response) {
    if (!closed) {
      caller.onNext(response);
    }
  }

  /** Ends the stream with a status once all that was accepted is answered. */
  void leave(StatusRuntimeException status) {
    leaving = status;
    flush();
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether items are still taken; those that are not are told by the end of the stream. */
  boolean isOpen() {
    return !closed && leaving == null;
  }

  /** Ends the stream with an error of its own. */
  synchronized void abort(StatusRuntimeException error) {
    if (!closed) {
      closed = true;
      places.clear();
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
        // First: what the answer allows may come before this thread goes on.
        form.answered(ready.size());
        caller.onNext(response(ready));
      }
      if (places.isEmpty()) {
        finish();
      }
    }
  }

  private void finish() {
    StatusRuntimeException status = leaving;
    if (ended) {
      closed = true;
      caller.onCompleted();
    } else if (status != null) {
      closed = true;
      caller.onError(status);
    }
  }

  /** What can share a response: one checkpoint speaks for all of it, so it is of one level. */
  private List<Place> takeReady() {
    List<Place> ready = new ArrayList<>();
    @Nullable Acknowledgement first = null;
    long bytes = 0;
    while (bytes < RESPONSE_BYTES && !places.isEmpty() && places.element().isSettled()) {
      Acknowledgement next = places.element().done;
      if (first != null && next != null && next.level() != first.level()) {
        break;
      }
      first = first == null ? next : first;
      bytes += places.element().rest.getSerializedSize();
      ready.add(places.remove());
    }
    kept.remove(ready.stream().mapToLong(Place::bytes).sum());
    return ready;
  }

  private R response(List<Place> ready) {
    List<AppendOutcome> outcomes = new ArrayList<>();
    int start = 0;
    while (start < ready.size()) {
      int end = start + 1;
      while (end < ready.size() && continues(ready.get(end - 1), ready.get(end))) {
        end++;
      }
      outcomes.add(outcome(ready.get(start), end - start));
      start = end;
    }
    List<EntryRest> rests =
        ready.stream().filter(place -> place.done != null).map(place -> place.rest).toList();
    return form.response(outcomes, rests, newest(ready));
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
