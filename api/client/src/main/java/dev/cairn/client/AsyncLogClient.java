package dev.cairn.client;

import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.checkpoint.TlogProof;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import io.grpc.Context;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The methods of {@link LogClient} as futures. A future fails with the {@link LogException} that
 * the method throws; cancelling it cancels the call. Each call under way is a virtual thread, and
 * there is no limit on them: the caller sets one, or uses {@link StreamAppender}, which has one.
 */
public final class AsyncLogClient {
  private final LogClient client;

  AsyncLogClient(LogClient client) {
    this.client = client;
  }

  /** As {@link LogClient#trust}. */
  public CompletableFuture<TrustedLog> trust() {
    return start(client::trust);
  }

  /** As {@link LogClient#append(byte[], AppendOptions)}. */
  public CompletableFuture<Receipt> append(byte[] entry, AppendOptions options) {
    return start(() -> client.append(entry, options));
  }

  /** As {@link LogClient#appendAll(List, AppendOptions)}. */
  public CompletableFuture<BatchReceipt> appendAll(List<byte[]> entries, AppendOptions options) {
    return start(() -> client.appendAll(entries, options));
  }

  /** As {@link LogClient#get}. */
  public CompletableFuture<LoggedEntry> get(long index) {
    return start(() -> client.get(index));
  }

  /**
   * Gives the entries of {@link LogClient#entries} to the sink; completes with their number after
   * the last one.
   */
  public CompletableFuture<Long> entries(long start, long end, Consumer<LoggedEntry> sink) {
    return start(() -> drain(client.entries(start, end), sink));
  }

  /** Gives the entries of {@link LogClient#tail} to the sink until cancelled. */
  public CompletableFuture<Long> tail(long start, Consumer<LoggedEntry> sink) {
    return start(() -> drain(client.tail(start), sink));
  }

  /** As {@link LogClient#checkpoint()}. */
  public CompletableFuture<SignedCheckpoint> checkpoint() {
    return start(client::checkpoint);
  }

  /** As {@link LogClient#checkpoint(long)}. */
  public CompletableFuture<SignedCheckpoint> checkpoint(long size) {
    return start(() -> client.checkpoint(size));
  }

  /** As {@link LogClient#state}. */
  public CompletableFuture<LogState> state() {
    return start(client::state);
  }

  /**
   * Gives the checkpoints of {@link LogClient#checkpoints} to the sink; completes with their number
   * after the last one.
   */
  public CompletableFuture<Long> checkpoints(long minSize, Consumer<SignedCheckpoint> sink) {
    return start(() -> drain(client.checkpoints(minSize), sink));
  }

  /** Gives the checkpoints of {@link LogClient#watchCheckpoints} to the sink until cancelled. */
  public CompletableFuture<Long> watchCheckpoints(Consumer<SignedCheckpoint> sink) {
    return start(() -> drain(client.watchCheckpoints(), sink));
  }

  /** As {@link LogClient#inclusion(long)}. */
  public CompletableFuture<Inclusion> inclusion(long index) {
    return start(() -> client.inclusion(index));
  }

  /** As {@link LogClient#inclusion(Hash)}. */
  public CompletableFuture<Inclusion> inclusion(Hash leafHash) {
    return start(() -> client.inclusion(leafHash));
  }

  /** As {@link LogClient#inclusions}. */
  public CompletableFuture<List<Inclusion>> inclusions(List<Long> indexes) {
    return start(() -> client.inclusions(indexes));
  }

  /** As {@link LogClient#prove}. */
  public CompletableFuture<TlogProof> prove(long index) {
    return start(() -> client.prove(index));
  }

  /** As {@link LogClient#consistency}. */
  public CompletableFuture<List<Hash>> consistency(TreeHead first, TreeHead second) {
    return start(() -> client.consistency(first, second));
  }

  private static long drain(EntryCursor entries, Consumer<LoggedEntry> sink) throws LogException {
    long count = 0;
    try (entries) {
      for (var next = entries.next(); next.isPresent(); next = entries.next()) {
        sink.accept(next.get());
        count++;
      }
    }
    return count;
  }

  private static long drain(CheckpointCursor checkpoints, Consumer<SignedCheckpoint> sink)
      throws LogException {
    long count = 0;
    try (checkpoints) {
      for (var next = checkpoints.next(); next.isPresent(); next = checkpoints.next()) {
        sink.accept(next.get());
        count++;
      }
    }
    return count;
  }

  private static <T> CompletableFuture<T> start(Callable<T> method) {
    Call<T> call = new Call<>(method);
    call.thread.start();
    return call;
  }

  /** A call under way. */
  private static final class Call<T> extends CompletableFuture<T> {
    private final Thread thread;

    Call(Callable<T> method) {
      this.thread =
          Thread.ofVirtual()
              .name("cairn-call")
              .unstarted(Context.current().wrap(() -> run(method)));
    }

    private void run(Callable<T> method) {
      try {
        complete(method.call());
      } catch (Throwable e) { // whatever it is, somebody waits for it
        completeExceptionally(e);
      }
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      boolean cancelled = super.cancel(mayInterrupt);
      if (cancelled) {
        thread.interrupt();
      }
      return cancelled;
    }
  }
}
