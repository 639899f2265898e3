package dev.cairn.client;

import com.google.protobuf.ByteString;
import dev.cairn.client.AckCheck.Outcome;
import dev.cairn.client.Inbox.Signal;
import dev.cairn.log.v1.AppendEntriesRequest;
import dev.cairn.log.v1.AppendEntriesResponse;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import io.grpc.stub.ClientCallStreamObserver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Appends a stream of entries, each by itself, with many on their way at once. Safe for several
 * threads; entries go to the log in the order in which {@link #append} is entered.
 *
 * <p>The future of an entry completes once its outcome is known and, from {@link Ack#SIGNED} on,
 * verified. Futures complete in the order of the entries, on a thread of the stream: what is
 * attached to them holds back those that follow. An entry that the log refuses completes with
 * {@link RefusedException}, and the stream goes on. Where the stream breaks, all entries without an
 * outcome complete with the reason, and may have been appended all the same.
 *
 * <p>A broken stream is not retried. Entries with an idempotency key can be sent again safely on
 * another one; the stream makes no keys of its own, since the log keeps each for ever.
 */
public final class StreamAppender implements AutoCloseable {
  private final VerifiedLog log;
  private final Ack ack;
  private final int maxInFlight;
  private final Inbox<AppendEntriesResponse> inbox = new Inbox<>(this::wake);
  private final ClientCallStreamObserver<AppendEntriesRequest> call;
  private final AckCheck acks;
  private final Thread reader;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Guarded by the lock.
  private final TreeHasher hasher = new TreeHasher();
  private final Deque<Pending> pending = new ArrayDeque<>();
  private boolean closing;
  private @Nullable LogException failure;

  private record Pending(Hash leaf, CompletableFuture<Appended> result, long sentNanos) {}

  private StreamAppender(VerifiedLog log, Ack ack, int maxInFlight) {
    this.log = log;
    this.ack = ack;
    this.maxInFlight = maxInFlight;
    this.acks = new AckCheck(log);
    this.call =
        (ClientCallStreamObserver<AppendEntriesRequest>)
            log.calls().streaming().appendEntries(inbox.observer(Function.identity()));
    this.reader = Thread.ofVirtual().name("cairn-append-stream").unstarted(this::read);
  }

  static StreamAppender open(VerifiedLog log, Ack ack, int maxInFlight) {
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("at least 1 entry must be allowed in flight");
    }
    log.standard().requireVerifiable(ack);
    StreamAppender stream = new StreamAppender(log, ack, maxInFlight);
    stream.reader.start();
    return stream;
  }

  /** As {@link #append(byte[], String)}, without an idempotency key. */
  public CompletableFuture<Appended> append(byte[] entry) throws LogException {
    return append(entry, "");
  }

  /**
   * Sends an entry. Waits while as many as allowed are without an outcome, or the log takes no
   * more.
   *
   * @param entry 1 to {@value LogClient#MAX_ENTRY_BYTES} bytes
   * @param idempotencyKey as in {@link AppendOptions}; empty for none
   * @return completes with the outcome; cancelling it has no effect on the entry
   * @throws LogException if the stream is broken; the entry was not sent then
   * @throws IllegalStateException if the stream is closed
   */
  public CompletableFuture<Appended> append(byte[] entry, String idempotencyKey)
      throws LogException {
    Appends.checkEntry(entry);
    AppendEntriesRequest request =
        AppendEntriesRequest.newBuilder()
            .setLog(log.origin())
            .setEntry(ByteString.copyFrom(entry))
            .setIdempotencyKey(idempotencyKey)
            .setAck(ack.toWire())
            .build();
    lock.lock();
    try {
      awaitRoom();
      CompletableFuture<Appended> result = new CompletableFuture<>();
      pending.add(new Pending(hasher.leaf(entry), result, System.nanoTime()));
      call.onNext(request);
      return result;
    } finally {
      lock.unlock();
    }
  }

  private void awaitRoom() throws LogException {
    long deadlineNanos = log.calls().deadline().toNanos();
    long patience = deadlineNanos;
    try {
      while (!hasRoom()) {
        patience = changed.awaitNanos(patience);
        if (patience <= 0 && pending.isEmpty()) { // else the reader notices what is overdue
          throw new UnreachableException("the log takes no entries");
        }
        patience = patience <= 0 ? deadlineNanos : patience;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException("interrupted before the entry was sent", e);
    }
  }

  private boolean hasRoom() throws LogException {
    if (failure != null) {
      throw failure;
    }
    if (closing) {
      throw new IllegalStateException("the stream is closed");
    }
    return pending.size() < maxInFlight && call.isReady();
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The thread of the stream: takes outcomes until there are no more. */
  private void read() {
    try {
      boolean open = true;
      while (open) {
        open = receive();
      }
    } catch (LogException e) {
      fail(e);
    } catch (RuntimeException e) { // of a message that no check foresaw
      fail(new CheckFailedException("the log's answer cannot be understood: " + e, e));
    }
  }

  /** False once the stream has ended as it should. */
  private boolean receive() throws LogException {
    return switch (inbox.take(log.calls().deadline())) {
      case Signal.Message<AppendEntriesResponse> message -> {
        accept(message.value());
        yield true;
      }
      case Signal.Silence<AppendEntriesResponse> _ -> !isOverdue();
      case Signal.Failure<AppendEntriesResponse> broken -> throw broken.cause();
      case Signal.End<AppendEntriesResponse> _ -> {
        if (locked(() -> closing && pending.isEmpty())) {
          yield false;
        }
        throw new UnreachableException("the log ended the stream of appends");
      }
    };
  }

  private void accept(AppendEntriesResponse response) throws LogException {
    int count = AckCheck.count(response, sent());
    List<Pending> decided = peek(count);
    List<Outcome> outcomes = acks.check(response, decided.stream().map(Pending::leaf).toList());
    remove(count);
    for (int i = 0; i < count; i++) {
      CompletableFuture<Appended> result = decided.get(i).result();
      switch (outcomes.get(i)) {
        case Outcome.Placed placed -> result.complete(placed.entry());
        case Outcome.Refused refused -> result.completeExceptionally(refused.why());
      }
    }
  }

  /**
   * Whether the stream is over because the log does not end it after the last outcome.
   *
   * @throws UnreachableException if an entry has waited for its outcome beyond the deadline
   */
  private boolean isOverdue() throws UnreachableException {
    Duration deadline = log.calls().deadline();
    lock.lock();
    try {
      Pending oldest = pending.peek();
      if (oldest != null && System.nanoTime() - oldest.sentNanos() > deadline.toNanos()) {
        throw new UnreachableException(
            "the log acknowledged nothing for " + deadline.toMillis() + " ms");
      }
      if (oldest != null || !closing) {
        return false;
      }
    } finally {
      lock.unlock();
    }
    inbox.close();
    return true;
  }

  private int sent() {
    return locked(pending::size);
  }

  private List<Pending> peek(int count) {
    return locked(() -> pending.stream().limit(count).toList());
  }

  private void remove(int count) {
    locked(
        () -> {
          for (int i = 0; i < count; i++) {
            pending.remove();
          }
          changed.signalAll();
          return count;
        });
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  private void fail(LogException reason) {
    List<Pending> undecided;
    lock.lock();
    try {
      failure = reason;
      undecided = new ArrayList<>(pending);
      pending.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    inbox.close();
    undecided.forEach(entry -> entry.result().completeExceptionally(reason));
  }

  /**
   * Takes no more entries and waits until each that was sent has its outcome, or none came within
   * the deadline. Interrupted, it gives up waiting and breaks the stream.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!closing && failure == null) {
        call.onCompleted();
      }
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      inbox.close();
    }
  }
}
