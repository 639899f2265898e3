package dev.cairn.bench.append;

import dev.cairn.bench.figures.Latency;
import dev.cairn.bench.load.Answers;
import dev.cairn.bench.load.Channels;
import dev.cairn.bench.load.Load;
import dev.cairn.bench.load.StreamLoad;
import dev.cairn.bench.load.Tally;
import dev.cairn.bench.load.UnaryLoad;
import dev.cairn.bench.process.CpuMeter;
import dev.cairn.bench.process.ServerProcess;
import dev.cairn.bench.reference.BareLmdb;
import dev.cairn.bench.reference.Echo;
import dev.cairn.bench.reference.Fdatasync;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The references of one run, measured a little at a time. */
final class References implements AutoCloseable {
  private static final int SYNCS = 100;
  private static final Duration MOST_SYNCING = Duration.ofMillis(250);
  private static final int COMMIT = 1_000;
  private static final long MAX_LMDB_BYTES = 4L << 30;

  private final AppendPlan plan;
  private final Channels channels;
  private final Load echo;
  private final CpuMeter echoCpu;
  private final Fdatasync fdatasync;
  private final BareLmdb lmdb;
  private final Histogram ignored = Latency.nanos();
  private final long lmdbLimit;

  private Tally echoed = Tally.NONE;
  private Histogram syncs = Latency.nanos();
  private long lmdbEntries;
  private long lmdbNanos;

  /**
   * Prepares to measure.
   *
   * @param echoServer the raw echo
   * @param folder an empty folder on the file system to measure
   */
  References(AppendPlan plan, ServerProcess echoServer, Path folder) {
    this.plan = plan;
    this.channels = Channels.to(echoServer.address(), plan.channels());
    this.echo = echo();
    this.echoCpu = new CpuMeter(echoServer::cpuTime);
    this.fdatasync = new Fdatasync(folder);
    this.lmdb = new BareLmdb(folder.resolve("lmdb"), plan.entryBytes(), MAX_LMDB_BYTES);
    this.lmdbLimit = MAX_LMDB_BYTES / 2 / (plan.entryBytes() + 4_096L / COMMIT + 64);
  }

  private Load echo() {
    return plan.mode() == Mode.STREAM
        ? new StreamLoad(
            channels.list(), Echo.STREAM, plan.payload(), plan.concurrency(), Answers.unread(1))
        : new UnaryLoad(channels.list(), Echo.UNARY, plan.payload(), plan.concurrency());
  }

  /** Measures once more. */
  void measure(Duration time) throws InterruptedException {
    echoCpu.start();
    echoed = echoed.plus(echo.run(plan.mode() == Mode.BATCH ? time.dividedBy(4) : time, ignored));
    echoCpu.stop();
    fdatasync.run(SYNCS, MOST_SYNCING, syncs);
    store(plan.mode() == Mode.BATCH ? time : time.dividedBy(4));
  }

  private void store(Duration time) {
    long spent = 0;
    while (spent < time.toNanos()) {
      if (lmdb.size() + COMMIT > lmdbLimit) {
        lmdb.clear();
      }
      long start = System.nanoTime();
      lmdb.commit(COMMIT);
      spent += System.nanoTime() - start;
      lmdbEntries += COMMIT;
    }
    lmdbNanos += spent;
  }

  /** Forgets what was measured so far, which was the warm-up. */
  void forget() {
    echoed = Tally.NONE;
    echoCpu.reset();
    syncs = Latency.nanos();
    lmdbEntries = 0;
    lmdbNanos = 0;
  }

  /** The first failure of the echo, which makes its figure worthless. */
  java.util.Optional<Status> failure() {
    return echoed.firstError();
  }

  /** Processor time of the echo's server for each entry, in microseconds. */
  double echoCpuMicros() {
    return echoCpu.microsPer(echoed.done());
  }

  /** Entries that the echo returned in a second. */
  double echoPerSecond() {
    return echoed.perSecond();
  }

  /** What was measured, by name. */
  Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(echoName(), echoed.perSecond());
    figures.put("fdatasync_ms_p50", Latency.of(syncs).p50());
    figures.put("lmdb_entries_per_s", lmdbNanos == 0 ? 0 : lmdbEntries * 1e9 / lmdbNanos);
    return figures;
  }

  private String echoName() {
    return switch (plan.mode()) {
      case UNARY, LONE -> "echo_unary_per_s";
      case STREAM -> "echo_stream_per_s";
      case BATCH -> "echo_batch_entries_per_s";
    };
  }

  @Override
  public void close() {
    channels.close();
    fdatasync.close();
    lmdb.close();
  }
}
