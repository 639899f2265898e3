package dev.cairn.cli.alarm;

import dev.cairn.client.audit.AuditOutcome;
import dev.cairn.client.audit.AuditProgress;
import dev.cairn.tree.merkle.TreeHead;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An audit in numbers, as Prometheus reads them: {@code cairn_audit_heads_total} and {@code
 * cairn_audit_trouble_total} by source, {@code cairn_audit_seconds_since_good_head} by source (from
 * the start where there was none), {@code cairn_audit_contradictions_total}, {@code
 * cairn_audit_entries_hashed}, and {@code cairn_audit_stale}, which is 1 or 0.
 */
public final class AuditMetrics implements AuditProgress {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final InstantSource clock;
  private final Map<String, Source> sources = new LinkedHashMap<>();
  private final Counter contradictions =
      Counter.builder("cairn.audit.contradictions")
          .description("Contradictions of the log that were found")
          .register(registry);
  private final AtomicLong entries = new AtomicLong();
  private final AtomicLong stale = new AtomicLong();

  private record Source(Counter heads, Counter trouble, AtomicLong goodMillis) {}

  /**
   * @param names the sources that are followed; others are not counted
   * @param clock says what the time is
   */
  public AuditMetrics(Collection<String> names, InstantSource clock) {
    this.clock = clock;
    names.forEach(name -> sources.put(name, source(name)));
    Gauge.builder("cairn.audit.entries.hashed", entries, AtomicLong::doubleValue)
        .description("Entries of the log that were hashed")
        .register(registry);
    Gauge.builder("cairn.audit.stale", stale, AtomicLong::doubleValue)
        .description("Whether the newest cosigned head is too old")
        .register(registry);
  }

  private Source source(String name) {
    AtomicLong goodMillis = new AtomicLong(clock.millis());
    Gauge.builder(
            "cairn.audit.seconds.since.good.head",
            () -> (clock.millis() - goodMillis.get()) / 1_000.0)
        .description("How long ago the source last showed a head that is consistent")
        .tag("source", name)
        .register(registry);
    return new Source(
        counter("cairn.audit.heads", "Heads that were found consistent", name),
        counter("cairn.audit.trouble", "Times that the source could not be used", name),
        goodMillis);
  }

  private Counter counter(String name, String description, String source) {
    return Counter.builder(name).description(description).tag("source", source).register(registry);
  }

  /** All numbers, in the text format of Prometheus. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void head(String source, TreeHead head) {
    Source known = sources.get(source);
    if (known != null) {
      known.heads().increment();
      known.goodMillis().set(clock.millis());
    }
  }

  @Override
  public void entries(long done, long goal) {
    entries.set(done);
  }

  @Override
  public void trouble(String source, String reason) {
    Source known = sources.get(source);
    if (known != null) {
      known.trouble().increment();
    }
  }

  @Override
  public void contradicted(AuditOutcome.Contradicted contradiction) {
    contradictions.increment();
  }

  @Override
  public void stale(String reason) {
    stale.set(1);
  }

  @Override
  public void fresh() {
    stale.set(0);
  }
}
