package dev.cairn.server.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Bounds what callers hold in memory who send or read slowly, and for how long. Works with the
 * server's {@link #tracers}.
 */
public final class CallWatch implements ServerInterceptor, AutoCloseable {
  private static final long LOOK_MILLIS = 250;

  /** How many callers without room are told at a time that there may be some. */
  private static final int WOKEN_AT_A_TIME = 64;

  /** How many bytes may wait in one stream before it is not ready for more. */
  private static final int READY_BYTES = 16 << 10;

  /** What a peer may leave unread whatever others do: some messages of a stream. */
  static final long UNREAD_FLOOR_BYTES = 1L << 20;

  /** What of a peer's requests may arrive whatever others do: the largest, in frames. */
  static final long ARRIVING_FLOOR_BYTES = 2L << 20;

  private final GrpcLimits limits;
  private final ByteBudget unread;
  private final ByteBudget arriving;
  private final Set<WatchedCall<?, ?>> calls = ConcurrentHashMap.newKeySet();
  private final WaitingCalls waiting = new WaitingCalls();
  private final ScheduledExecutorService looker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("call-watch").daemon().factory());

  /** Starts to look after calls. */
  public CallWatch(GrpcLimits limits) {
    this.limits = limits;
    this.unread = new ByteBudget(limits.unreadBytes(), UNREAD_FLOOR_BYTES);
    this.arriving = new ByteBudget(limits.arrivingBytes(), ARRIVING_FLOOR_BYTES);
    var _ =
        looker.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Has to be the server's, so that requests are counted as they arrive. */
  public ServerStreamTracer.Factory tracers() {
    return Arriving.counting(arriving);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Optional<PeerUse> peer = Peers.of(call);
    Optional<Arriving> arriving = Arriving.current();
    if (peer.isEmpty() || arriving.isEmpty()) {
      return next.startCall(call, headers);
    }
    WatchedCall<Q, A> watched =
        new WatchedCall<>(call, peer.get(), unread, waiting, arriving.get());
    arriving.get().count(peer.get(), watched);
    call.setOnReadyThreshold(READY_BYTES);
    calls.add(watched);
    boolean started = false;
    try {
      ServerCall.Listener<Q> listener =
          watched.heard(next.startCall(watched, headers), () -> calls.remove(watched));
      started = true;
      return listener;
    } finally {
      if (!started) {
        calls.remove(watched);
      }
    }
  }

  private void look() {
    calls.forEach(call -> call.cutOffIfOverdue(limits));
    waiting.wake(WOKEN_AT_A_TIME);
  }

  /** What callers hold now. */
  public GrpcLoad load(long refusedConnections) {
    return new GrpcLoad(calls.size(), unread.taken(), arriving.taken(), refusedConnections);
  }

  @Override
  public void close() {
    looker.shutdownNow();
  }
}
