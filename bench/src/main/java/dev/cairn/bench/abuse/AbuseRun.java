package dev.cairn.bench.abuse;

import com.google.common.net.HostAndPort;
import dev.cairn.bench.figures.Latency;
import dev.cairn.bench.figures.Progress;
import dev.cairn.bench.figures.Values;
import dev.cairn.bench.load.Answers;
import dev.cairn.bench.load.BytesMarshaller;
import dev.cairn.bench.load.Channels;
import dev.cairn.bench.load.PacedLoad;
import dev.cairn.bench.load.Payload;
import dev.cairn.bench.load.Tally;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.LogServiceGrpc;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The others' appends alone and beside each abuse, by turns. */
final class AbuseRun {
  private static final int ROUNDS = 4;
  private static final int ENTRY_BYTES = 200;

  private final AbusePlan plan;
  private final HostAndPort server;
  private String problem = "";

  AbuseRun(AbusePlan plan, HostAndPort server) {
    this.plan = plan;
    this.server = server;
  }

  /** What is wrong, once it has run; empty: nothing. */
  String problem() {
    return problem;
  }

  Values run() throws IOException, InterruptedException {
    try (Channels channels = Channels.to(server, 1);
        Progress progress = Progress.of("abuse", Abuse.values().length)) {
      PacedLoad appends =
          new PacedLoad(
              channels.list().getFirst(),
              appends(),
              new Payload(1, ENTRY_BYTES, AckLevel.ACK_LEVEL_DURABLE),
              plan.interval(),
              Answers.unread(1));
      long errors = 0;
      if (plan.warmUp().isPositive()) {
        var _ = appends.run(plan.warmUp(), Latency.nanos());
      }
      Map<String, Double> values = new LinkedHashMap<>();
      double worst = 0;
      for (Abuse abuse : Abuse.values()) {
        progress.step(abuse.text(), 1);
        Histogram alone = Latency.nanos();
        Histogram beside = Latency.nanos();
        errors += measure(appends, abuse, alone, beside);
        double ratio = Latency.of(beside).p99() / Latency.of(alone).p99();
        values.put(abuse.text() + "_alone_ms_p99", Latency.of(alone).p99());
        values.put(abuse.text() + "_beside_ms_p99", Latency.of(beside).p99());
        values.put(abuse.text() + "_beside_to_alone", ratio);
        worst = Math.max(worst, ratio);
      }
      values.put("worst_beside_to_alone", worst);
      return new Values("abuse", values, errors);
    }
  }

  private long measure(PacedLoad appends, Abuse abuse, Histogram alone, Histogram beside)
      throws IOException, InterruptedException {
    long errors = 0;
    Duration round = plan.time().dividedBy(ROUNDS);
    for (int i = 0; i < ROUNDS; i++) {
      errors += count(appends.run(round, alone), "alone");
      try (Strangers _ = Strangers.begin(abuse, server, plan)) {
        errors += count(appends.run(round, beside), "beside " + abuse.text());
      }
    }
    return errors;
  }

  private long count(Tally tally, String when) {
    if (problem.isEmpty() && tally.errors() > 0) {
      problem =
          "appends %s failed: %s"
              .formatted(
                  when,
                  tally
                      .firstError()
                      .map(error -> error.getCode() + " " + error.getDescription())
                      .orElse(""));
    }
    return tally.errors();
  }

  private static MethodDescriptor<byte[], byte[]> appends() {
    BytesMarshaller bytes = BytesMarshaller.INSTANCE;
    return LogServiceGrpc.getAppendEntryMethod().toBuilder(bytes, bytes).build();
  }
}
