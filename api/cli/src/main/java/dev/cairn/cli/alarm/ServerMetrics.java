package dev.cairn.cli.alarm;

import dev.cairn.server.Server;
import dev.cairn.server.log.HostedLog;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.List;

/**
 * A running server in numbers, as Prometheus reads them: what begins with {@code cairn_} is listed
 * in docs/OPERATIONS.md; the rest is what Micrometer says of the JVM and its process.
 */
public final class ServerMetrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final List<LogMetrics> logs;

  /**
   * @param server stays open
   * @param logs those that it serves
   * @param clock says what the time is
   */
  public ServerMetrics(Server server, List<HostedLog> logs, InstantSource clock) {
    this.logs = logs.stream().map(log -> new LogMetrics(log, registry, clock)).toList();
    this.logs.forEach(LogMetrics::bind);
    for (HostedLog log : logs) {
      FunctionCounter.builder("cairn.log.damaged.refusals", server, s -> s.damagedRefusals(log))
          .description("Requests for tiles and bundles that were refused because they are damaged")
          .tag("log", log.origin())
          .register(registry);
    }
    Gauge.builder("cairn.server.calls", server::calls)
        .description("gRPC calls under way, streams included")
        .register(registry);
    FunctionCounter.builder("cairn.server.refused.calls", server, Server::refusedCalls)
        .description("gRPC calls refused because too many were under way")
        .register(registry);
    Gauge.builder("cairn.server.streams", server::openStreams)
        .description("Streams that are open")
        .register(registry);
    bindProcess();
  }

  private void bindProcess() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmGcMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** All numbers, in the text format of Prometheus. */
  public String scrape() {
    logs.forEach(LogMetrics::refresh);
    return registry.scrape();
  }
}
