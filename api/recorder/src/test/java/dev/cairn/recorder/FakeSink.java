package dev.cairn.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.event.EventRules;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Keeps events, which must keep the rules; may refuse them, or hold them. Safe for many threads.
 */
public final class FakeSink implements EventSink {
  private static final EventRules RULES = new EventRules();

  private final BlockingQueue<AuditEvent> events = new LinkedBlockingQueue<>();
  private volatile Optional<RuntimeException> refusal = Optional.empty();
  private volatile Optional<CompletableFuture<?>> held = Optional.empty();

  @Override
  public CompletableFuture<?> record(AuditEvent event) {
    if (refusal.isPresent()) {
      return CompletableFuture.failedFuture(refusal.get());
    }
    if (!RULES.check(event).isEmpty()) {
      return CompletableFuture.failedFuture(
          new IllegalArgumentException(RULES.check(event).toString()));
    }
    events.add(event);
    return held.orElse(CompletableFuture.completedFuture(event));
  }

  /** From now on all events are refused. */
  public void refuse(RuntimeException why) {
    refusal = Optional.of(why);
  }

  /** From now on events are safe when this is. */
  public void hold(CompletableFuture<?> until) {
    held = Optional.of(until);
  }

  /** The next event, which comes. */
  public AuditEvent next() throws InterruptedException {
    AuditEvent event = events.poll(10, TimeUnit.SECONDS);
    assertNotNull(event, "an event");
    return event;
  }

  /** The events that are here and were not taken. */
  public List<AuditEvent> rest() {
    return List.copyOf(events);
  }

  /** There is no other event. */
  public void assertNoMore() {
    assertEquals(List.of(), rest());
  }
}
