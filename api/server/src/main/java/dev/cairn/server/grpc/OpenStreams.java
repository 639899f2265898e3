package dev.cairn.server.grpc;

import dev.cairn.server.intake.Refusal;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streams that might go on for ever, so that shutdown can end them. */
public final class OpenStreams {
  private static final Logger LOG = LoggerFactory.getLogger(OpenStreams.class);

  private final Set<Consumer<StatusRuntimeException>> enders = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  /** Remembers how to end a stream; ends it at once if shutdown has begun. */
  void add(Consumer<StatusRuntimeException> ender) {
    enders.add(ender);
    if (ended) {
      ender.accept(Statuses.exception(new Refusal.ShuttingDown()));
    }
  }

  /** As {@link #add(Consumer)}, until the call has ended; takes the call's handlers for that. */
  void add(Consumer<StatusRuntimeException> ender, ServerCallStreamObserver<?> call) {
    call.setOnCancelHandler(() -> remove(ender));
    call.setOnCloseHandler(() -> remove(ender));
    add(ender);
  }

  void remove(Consumer<StatusRuntimeException> ender) {
    enders.remove(ender);
  }

  /** How many there are. */
  public int count() {
    return enders.size();
  }

  /** Tells every open stream, and every one to come, that the server shuts down. */
  public void endAll() {
    ended = true;
    for (Consumer<StatusRuntimeException> ender : enders) {
      try {
        ender.accept(Statuses.exception(new Refusal.ShuttingDown()));
      } catch (RuntimeException e) {
        LOG.warn("A stream could not be told of the shutdown", e);
      }
    }
  }
}
