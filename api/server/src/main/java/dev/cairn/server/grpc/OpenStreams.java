package dev.cairn.server.grpc;

import dev.cairn.server.intake.Refusal;
import io.grpc.StatusRuntimeException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The streams that would go on for ever, so that shutdown can end them. */
public final class OpenStreams {
  private final Set<Consumer<StatusRuntimeException>> enders = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  /** Remembers how to end a stream; ends it at once if shutdown has begun. */
  void add(Consumer<StatusRuntimeException> ender) {
    enders.add(ender);
    if (ended) {
      ender.accept(Statuses.exception(new Refusal.ShuttingDown()));
    }
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
    enders.forEach(ender -> ender.accept(Statuses.exception(new Refusal.ShuttingDown())));
  }
}
