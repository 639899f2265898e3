package dev.cairn.bench.scale;

import dev.cairn.bench.figures.Latency;
import dev.cairn.bench.figures.Progress;
import dev.cairn.bench.load.CountedLoad;
import dev.cairn.bench.load.Tally;
import dev.cairn.bench.process.CairnServer;
import dev.cairn.bench.process.DiskUse;
import dev.cairn.bench.process.JvmHeap;
import dev.cairn.bench.process.ProcessMemory;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** Grows a log from mark to mark. */
final class ScaleRun {
  private static final int SLICE = 500_000;
  private static final Duration MOST_FOR_A_SLICE = Duration.ofMinutes(10);
  private static final int LMDB_SHARE = 8;
  private static final long LEAST_LMDB_NANOS = Duration.ofMillis(50).toNanos();
  private static final int PROOFS = 2_000;
  private static final Duration MOST_PROVING = Duration.ofMillis(500);

  private final ScalePlan plan;
  private final CairnServer.Served server;
  private final GrowingLog log;
  private final LmdbTurns lmdb;
  private long size;

  ScaleRun(ScalePlan plan, CairnServer.Served server, GrowingLog log, LmdbTurns lmdb) {
    this.plan = plan;
    this.server = server;
    this.log = log;
    this.lmdb = lmdb;
  }

  /**
   * Runs.
   *
   * @param seen is told of each stretch when it is over
   * @return all of them
   * @throws CommandException if the log refuses entries or does not grow by them
   * @throws VerificationException if it proves wrong
   */
  List<Stretch> run(Consumer<Stretch> seen)
      throws IOException, InterruptedException, MalformedException, VerificationException {
    List<Stretch> stretches = new ArrayList<>();
    try (Progress progress = Progress.of("scale", plan.entries() / ScalePlan.BATCH)) {
      warmUp(progress);
      CountedLoad appends = log.appends();
      for (long mark : plan.marks()) {
        Stretch stretch = grow(appends, mark, progress);
        stretches.add(stretch);
        seen.accept(stretch);
      }
    }
    return stretches;
  }

  private void warmUp(Progress progress) throws InterruptedException {
    if (!plan.warmUp().isZero()) {
      progress.step("warm-up", 0);
      requireDone(log.warmUp().run(plan.warmUp(), Latency.nanos()));
      lmdb.run(plan.warmUp().dividedBy(LMDB_SHARE));
      double _ = lmdb.perSecond();
    }
  }

  private Stretch grow(CountedLoad appends, long mark, Progress progress)
      throws IOException, InterruptedException, MalformedException, VerificationException {
    long from = size;
    long nanos = 0;
    while (size < mark) {
      long entries = Math.min(SLICE, mark - size);
      Tally tally = appends.run(entries / log.perRequest(), MOST_FOR_A_SLICE, Latency.nanos());
      requireDone(tally);
      size += tally.done();
      nanos += tally.nanos();
      lmdb.run(Duration.ofNanos(Math.max(LEAST_LMDB_NANOS, tally.nanos() / LMDB_SHARE)));
      progress.step("%,d entries".formatted(size), entries / ScalePlan.BATCH);
    }
    if (log.size() != size) {
      throw new CommandException(
          ExitCode.CHECK_FAILED,
          "%,d entries were acknowledged, but the log has %,d".formatted(size, log.size()));
    }
    return look(from, nanos);
  }

  private static void requireDone(Tally tally) {
    if (tally.firstError().isPresent()) {
      throw new CommandException(
          ExitCode.CHECK_FAILED, "the log refused entries: " + tally.firstError().get());
    }
  }

  private Stretch look(long from, long nanos)
      throws IOException, MalformedException, VerificationException {
    Histogram proofs = Latency.nanos();
    log.prove(PROOFS, MOST_PROVING, Latency.nanos());
    log.prove(PROOFS, MOST_PROVING, proofs);
    return new Stretch(
        from,
        size,
        nanos,
        lmdb.perSecond(),
        Latency.of(proofs),
        DiskUse.bytes(server.data()),
        JvmHeap.of(server.server()),
        ProcessMemory.of(server.server()));
  }
}
