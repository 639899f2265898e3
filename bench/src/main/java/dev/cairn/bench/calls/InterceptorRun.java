package dev.cairn.bench.calls;

import dev.cairn.bench.events.Service;
import dev.cairn.bench.figures.Latency;
import dev.cairn.bench.figures.Progress;
import dev.cairn.bench.figures.Values;
import dev.cairn.bench.load.Channels;
import dev.cairn.bench.load.Payload;
import dev.cairn.bench.load.Tally;
import dev.cairn.bench.load.UnaryLoad;
import dev.cairn.bench.process.CairnServer;
import dev.cairn.bench.reference.Echo;
import dev.cairn.client.LogException;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.recorder.grpc.AuditServerInterceptor;
import dev.cairn.recorder.grpc.CallCounts;
import dev.cairn.recorder.grpc.CallLevel;
import dev.cairn.recorder.grpc.CallPolicy;
import dev.cairn.recorder.grpc.CallRule;
import dev.cairn.recorder.grpc.CallSettings;
import dev.cairn.recorder.outbox.OutboxException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Calls with and without the interceptor in turn, of one caller and then of many. */
final class InterceptorRun {
  private static final int ROUNDS = 6;
  private static final int CALLERS = 16;
  private static final int MESSAGE_BYTES = 200;
  private static final double MICROS_PER_MILLI = 1e3;
  private static final Duration DRAIN = Duration.ofMinutes(5);
  private static final int POLL_MILLIS = 5;

  private final Duration warmUp;
  private final Duration time;
  private final CairnServer.Served served;
  private String problem = "";

  InterceptorRun(Duration warmUp, Duration time, CairnServer.Served served) {
    this.warmUp = warmUp;
    this.time = time;
    this.served = served;
  }

  /** What is wrong, once it has run; empty: nothing. */
  String problem() {
    return problem;
  }

  /** The two services, and the calls that the recorded one has answered. */
  private static final class Pair {
    private final Channels plain;
    private final Channels recorded;
    private final AuditServerInterceptor interceptor;
    private long calls;

    Pair(Channels plain, Channels recorded, AuditServerInterceptor interceptor) {
      this.plain = plain;
      this.recorded = recorded;
      this.interceptor = interceptor;
    }
  }

  List<Values> run(Path folder) throws IOException, OutboxException, InterruptedException {
    CallPolicy policy = CallPolicy.of(CallRule.of(CallLevel.METADATA));
    try (Service service =
            Service.open(served.server().address(), served.key(), folder.resolve("outbox"));
        AuditServerInterceptor interceptor =
            AuditServerInterceptor.of(
                service.audit(), CallSettings.of("bench.example/echo", policy));
        EchoService plain = EchoService.start(List.of());
        EchoService recorded = EchoService.start(List.of(interceptor));
        Channels toPlain = Channels.to(plain.address(), 1);
        Channels toRecorded = Channels.to(recorded.address(), 1);
        Progress progress = Progress.of("interceptor", 3)) {
      Pair pair = new Pair(toPlain, toRecorded, interceptor);
      var _ = measure(pair, CALLERS, warmUp);
      progress.step("one caller", 1);
      Values lone = measure(pair, 1, time);
      progress.step("many callers", 1);
      Values many = measure(pair, CALLERS, time);
      settle(service, pair);
      return List.of(lone, many);
    } catch (LogException e) {
      problem = "the log cannot be asked: " + e.getMessage();
      return List.of();
    }
  }

  private void settle(Service service, Pair pair) throws InterruptedException, LogException {
    String unsettled = service.settle();
    CallCounts counts = pair.interceptor.counts();
    if (problem.isEmpty()) {
      problem =
          counts.recorded() == pair.calls
              ? unsettled
              : "%,d calls were answered, and this was counted: %s".formatted(pair.calls, counts);
    }
  }

  private Values measure(Pair pair, int callers, Duration all) throws InterruptedException {
    Histogram plain = Latency.nanos();
    Histogram recorded = Latency.nanos();
    long errors = 0;
    long callsBefore = pair.calls;
    long eventsBefore = pair.interceptor.counts().recorded();
    for (int round = 0; round < ROUNDS; round++) {
      for (boolean isPlain : round % 2 == 0 ? List.of(true, false) : List.of(false, true)) {
        Tally tally =
            load(isPlain ? pair.plain : pair.recorded, callers)
                .run(all.dividedBy(ROUNDS), isPlain ? plain : recorded);
        errors += tally.errors();
        if (!isPlain) {
          pair.calls += tally.done();
          drain(pair);
        }
      }
    }
    if (errors > 0 && problem.isEmpty()) {
      problem = "%,d calls failed".formatted(errors);
    }
    double plainMicros = Latency.of(plain).p50() * MICROS_PER_MILLI;
    double recordedMicros = Latency.of(recorded).p50() * MICROS_PER_MILLI;
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("without_us_p50", plainMicros);
    values.put("with_us_p50", recordedMicros);
    values.put("added_us_p50", recordedMicros - plainMicros);
    values.put("calls", (double) (pair.calls - callsBefore));
    values.put("events", (double) (pair.interceptor.counts().recorded() - eventsBefore));
    return new Values(callers == 1 ? "interceptor lone" : "interceptor many", values, errors);
  }

  /** Waits for the events' outcomes: those of one round must not slow the next. */
  private static void drain(Pair pair) throws InterruptedException {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < DRAIN.toNanos()) {
      CallCounts counts = pair.interceptor.counts();
      if (counts.recorded() + counts.failed() == counts.offered()) {
        return;
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static UnaryLoad load(Channels channels, int callers) {
    Payload payload = new Payload(1, MESSAGE_BYTES, AckLevel.ACK_LEVEL_UNSPECIFIED);
    return new UnaryLoad(new ArrayList<>(channels.list()), Echo.UNARY, payload, callers);
  }
}
