package dev.cairn.bench.scale;

import dev.cairn.bench.figures.Latency;
import dev.cairn.bench.figures.Values;
import dev.cairn.bench.read.OfflineLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/** What all stretches say together, and how long the full log takes for a proof in process. */
final class Summary {
  private static final Duration PROVING = Duration.ofSeconds(2);
  private static final double MICROS_OF_A_MILLI = 1e3;

  private final ScalePlan plan;
  private final List<Stretch> stretches;

  Summary(ScalePlan plan, List<Stretch> stretches) {
    this.plan = plan;
    this.stretches = stretches;
  }

  /**
   * Sums up.
   *
   * @param data the log's folder, which no server uses any more
   */
  Values values(Path data) throws IOException {
    List<Stretch> first = stretches.stream().filter(s -> s.size() <= plan.firstMark()).toList();
    List<Stretch> last = stretches.stream().filter(s -> s.from() >= plan.lastTenth()).toList();
    Stretch end = stretches.getLast();
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("entries", (double) end.size());
    values.put("first_mark", (double) plan.firstMark());
    values.put("append_per_s_first", perSecond(first));
    values.put("append_per_s_last", perSecond(last));
    values.put("last_to_first", perSecond(last) / perSecond(first));
    values.put("lmdb_last_to_first", lmdb(last) / lmdb(first));
    values.put("disk_bytes_beyond_entry", end.beyond(plan.entryBytes()));
    values.put(
        "used_heap_mib_most",
        stretches.stream().mapToLong(s -> s.heap().used()).max().orElse(0) / Stretch.MEBIBYTE);
    values.put("heap_limit_mib", end.heap().most() / Stretch.MEBIBYTE);
    Latency proof = proofInProcess(data);
    values.put("proof_in_process_us_p50", proof.p50() * MICROS_OF_A_MILLI);
    values.put("proof_in_process_us_p99", proof.p99() * MICROS_OF_A_MILLI);
    return new Values("scale" + plan.keys().suffix(), values, 0);
  }

  private static double perSecond(List<Stretch> stretches) {
    long entries = stretches.stream().mapToLong(s -> s.size() - s.from()).sum();
    return entries * 1e9 / stretches.stream().mapToLong(Stretch::nanos).sum();
  }

  private static double lmdb(List<Stretch> stretches) {
    return stretches.stream().mapToDouble(Stretch::lmdbPerSecond).average().orElse(0);
  }

  private static Latency proofInProcess(Path data) throws IOException {
    try (OfflineLog log = OfflineLog.open(data)) {
      prove(log, Latency.nanos());
      Histogram nanos = Latency.nanos();
      prove(log, nanos);
      return Latency.of(nanos);
    }
  }

  private static void prove(OfflineLog log, Histogram nanos) {
    SplittableRandom random = new SplittableRandom(1);
    long end = System.nanoTime() + PROVING.toNanos();
    while (System.nanoTime() < end) {
      long index = random.nextLong(log.head().size());
      long start = System.nanoTime();
      var _ = log.prove(index);
      nanos.recordValue(Math.min(System.nanoTime() - start, nanos.getHighestTrackableValue()));
    }
  }
}
