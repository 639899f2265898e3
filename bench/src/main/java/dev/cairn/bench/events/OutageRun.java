package dev.cairn.bench.events;

import dev.cairn.bench.figures.Progress;
import dev.cairn.bench.figures.Values;
import dev.cairn.bench.process.CairnServer;
import dev.cairn.bench.process.Workspace;
import dev.cairn.client.LogException;
import dev.cairn.recorder.outbox.OutboxException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The log goes away, events are recorded all the same, and it comes back. */
final class OutageRun {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MIB = 1 << 20;
  private static final int STEP = 10_000;

  private final long events;
  private final Workspace workspace;
  private final CairnServer.Served served;
  private String problem = "";

  OutageRun(long events, Workspace workspace, CairnServer.Served served) {
    this.events = events;
    this.workspace = workspace;
    this.served = served;
  }

  /** What is wrong, once it has run; empty: nothing. */
  String problem() {
    return problem;
  }

  Values run() throws OutboxException, IOException, InterruptedException {
    try (Service service =
        Service.open(
            served.server().address(), served.key(), workspace.folder().resolve("outbox"))) {
      var _ = service.audit().record(service.next()).join();
      served.server().close();
      Map<String, Double> values = new LinkedHashMap<>();
      values.put("events", (double) events);
      values.put("spooled_per_s", events / spool(service));
      values.put("outbox_mib", service.audit().outboxSize().bytes() / MIB);
      CairnServer.restart(workspace, served);
      long start = System.nanoTime();
      problem = service.settle();
      values.put("drained_per_s", events * NANOS_PER_SECOND / (System.nanoTime() - start));
      return new Values("events outage", values, problem.isEmpty() ? 0 : 1);
    } catch (LogException e) {
      throw new IOException(e);
    }
  }

  /** Records all, each without waiting for the one before; returns the seconds that took. */
  private double spool(Service service) {
    long start = System.nanoTime();
    CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    try (Progress progress = Progress.of("outage", events)) {
      for (long i = 0; i < events; i++) {
        last = service.audit().spool(service.next());
        if (i % STEP == STEP - 1) {
          progress.step("spooling", STEP);
        }
      }
    }
    last.join();
    return (System.nanoTime() - start) / NANOS_PER_SECOND;
  }
}
