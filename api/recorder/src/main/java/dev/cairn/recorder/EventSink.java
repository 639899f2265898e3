package dev.cairn.recorder;

import dev.cairn.audit.v1.AuditEvent;
import java.util.concurrent.CompletableFuture;

/**
 * Takes events to be recorded. An {@link AuditClient} does, by two methods: its {@code record} says
 * when an event is in the log, its {@code spool} when it is durable with the service.
 */
@FunctionalInterface
public interface EventSink {
  /**
   * Records an event. Safe for use by many threads.
   *
   * @return done once the event is safe, in the way that the sink promises; failed if it could not
   *     be made so. The caller does not complete it.
   * @throws IllegalArgumentException if the event breaks a rule
   */
  CompletableFuture<?> record(AuditEvent event);
}
