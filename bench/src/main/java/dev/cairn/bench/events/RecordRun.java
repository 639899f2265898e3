package dev.cairn.bench.events;

import dev.cairn.bench.figures.Figures;
import dev.cairn.bench.figures.Latency;
import dev.cairn.bench.process.CairnServer;
import dev.cairn.bench.process.CpuMeter;
import dev.cairn.bench.reference.Fdatasync;
import dev.cairn.client.LogException;
import dev.cairn.recorder.outbox.OutboxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** A service records, first one event at a time, then many. */
final class RecordRun {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int SYNCS = 1_000;

  private final Duration warmUp;
  private final Duration time;
  private final int inFlight;
  private final CairnServer.Served served;
  private String problem = "";

  RecordRun(Duration warmUp, Duration time, int inFlight, CairnServer.Served served) {
    this.warmUp = warmUp;
    this.time = time;
    this.inFlight = inFlight;
    this.served = served;
  }

  /** What is wrong, once it has run; empty: nothing. */
  String problem() {
    return problem;
  }

  List<Figures> run(Path folder) throws OutboxException, InterruptedException {
    try (Service service =
            Service.open(served.server().address(), served.key(), folder.resolve("outbox"));
        Fdatasync sync = new Fdatasync(folder)) {
      var _ = record(service, warmUp);
      Figures lone = lone(service, sync);
      Figures many = many(service);
      problem = service.settle();
      return List.of(lone, many);
    } catch (LogException e) {
      problem = "the log cannot be asked: " + e.getMessage();
      return List.of();
    }
  }

  private Figures lone(Service service, Fdatasync sync) {
    Histogram syncs = Latency.nanos();
    sync.run(SYNCS, time, syncs);
    Histogram latencies = Latency.nanos();
    long errors = 0;
    long start = System.nanoTime();
    while (System.nanoTime() - start < time.toNanos()) {
      long begin = System.nanoTime();
      try {
        var _ = service.audit().record(service.next()).join();
        latencies.recordValue(System.nanoTime() - begin);
      } catch (CompletionException e) {
        errors++;
      }
    }
    double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
    double syncMillis = Latency.of(syncs).p50();
    Latency latency = Latency.of(latencies);
    return new Figures(
        "events lone",
        "events",
        latencies.getTotalCount() / seconds,
        latency,
        Map.of("fdatasync_ms_p50", syncMillis),
        Map.of("lone_p50_to_fdatasync", latency.p50() / syncMillis),
        errors,
        seconds);
  }

  private Figures many(Service service) throws InterruptedException {
    CpuMeter server = new CpuMeter(served.server()::cpuTime);
    CpuMeter client =
        new CpuMeter(() -> ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
    server.start();
    client.start();
    Stretch stretch = record(service, time);
    server.stop();
    client.stop();
    Map<String, Double> references = new LinkedHashMap<>();
    references.put("server_cpu_us_per_event", server.microsPer(stretch.done));
    references.put("service_cpu_us_per_event", client.microsPer(stretch.done));
    return new Figures(
        "events many",
        "events",
        stretch.done / stretch.seconds,
        Latency.of(stretch.latencies),
        references,
        Map.of(),
        stretch.errors,
        stretch.seconds);
  }

  /** What came of recording for a while. */
  private record Stretch(long done, long errors, double seconds, Histogram latencies) {}

  private Stretch record(Service service, Duration most) throws InterruptedException {
    Semaphore permits = new Semaphore(inFlight);
    Histogram latencies = Latency.nanos();
    AtomicLong errors = new AtomicLong();
    long start = System.nanoTime();
    while (System.nanoTime() - start < most.toNanos()) {
      permits.acquire();
      long begin = System.nanoTime();
      var _ =
          service
              .audit()
              .record(service.next())
              .whenComplete(
                  (_, failure) -> {
                    if (failure == null) {
                      latencies.recordValue(System.nanoTime() - begin);
                    } else {
                      errors.incrementAndGet();
                    }
                    permits.release();
                  });
    }
    permits.acquire(inFlight);
    double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
    return new Stretch(latencies.getTotalCount(), errors.get(), seconds, latencies);
  }
}
