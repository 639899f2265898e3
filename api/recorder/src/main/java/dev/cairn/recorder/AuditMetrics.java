package dev.cairn.recorder;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** Shows a client's counters as meters; all begin with {@code cairn.audit.}. */
public final class AuditMetrics {
  private AuditMetrics() {}

  /** Registers the meters. */
  public static void bind(AuditClient client, MeterRegistry registry) {
    count(client, registry, "offered", Counters::offered);
    count(client, registry, "own", Counters::own);
    count(client, registry, "recovered", Counters::recovered);
    count(client, registry, "acknowledged", Counters::acknowledged);
    count(client, registry, "dead.lettered", Counters::deadLettered);
    count(client, registry, "failed", Counters::failed);
    Gauge.builder("cairn.audit.waiting", client, c -> c.counters().waiting())
        .description("Events in memory, not yet durable")
        .register(registry);
    Gauge.builder("cairn.audit.spooled", client, c -> c.counters().spooled())
        .description("Events in the outbox")
        .register(registry);
    Gauge.builder("cairn.audit.outbox.bytes", client, c -> c.outboxSize().bytes())
        .description("Bytes of the runs in the outbox")
        .baseUnit("bytes")
        .register(registry);
  }

  private static void count(
      AuditClient client, MeterRegistry registry, String name, ToDoubleFunction<Counters> value) {
    FunctionCounter.builder("cairn.audit." + name, client, c -> value.applyAsDouble(c.counters()))
        .description("Events since the client was opened")
        .register(registry);
  }
}
