package dev.cairn.tree.lanes;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Finds out which hasher is the fastest here. Lanes and {@link DigestHasher} run in turns, so that
 * whatever else the machine does hinders both; the best time of each counts. Lanes whose results
 * are wrong are never chosen.
 */
final class Calibration {
  /** How many times faster than {@link DigestHasher} lanes must be to be used. */
  static final double CLEARLY = 1.1;

  /**
   * Each width has so much of the calling thread's processor time to be compiled; what is not
   * faster by then is not used.
   */
  private static final long MOST_CPU = TimeUnit.SECONDS.toNanos(2);

  /** And no more than so long, on a machine that is busy with other things. */
  private static final long MOST = TimeUnit.SECONDS.toNanos(60);

  /** Lanes that are clearly faster, and for so long did not become faster still, are compiled. */
  private static final long SETTLED = TimeUnit.MILLISECONDS.toNanos(200);

  private final Sample sample = new Sample(new SplittableRandom());
  private final DigestHasher digest = new DigestHasher();

  private Calibration() {}

  /** The widest lanes that are clearly faster; the narrower are not tried then. */
  static Optional<Choice> of(Function<LaneWidth, Optional<Rounds>> rounds) {
    Calibration calibration = new Calibration();
    for (LaneWidth width : LaneWidth.values()) {
      Optional<Choice> choice = calibration.attempt(rounds, width);
      if (choice.isPresent()) {
        return choice;
      }
    }
    return Optional.empty();
  }

  /** Lanes that fail in any way are not an error: what hashes without them is there. */
  private Optional<Choice> attempt(Function<LaneWidth, Optional<Rounds>> rounds, LaneWidth width) {
    try {
      return rounds.apply(width).flatMap(code -> measure(code, width));
    } catch (LinkageError | RuntimeException e) {
      // A JDK whose Vector API is another one ends here.
      return Optional.empty();
    }
  }

  private Optional<Choice> measure(Rounds rounds, LaneWidth width) {
    BatchHasher hasher = Choice.always(rounds, width).newHasher();
    if (!sample.agree(hasher, digest)) {
      return Optional.empty();
    }
    Stopwatch lanes = new Stopwatch(sample, hasher);
    Stopwatch reference = new Stopwatch(sample, digest);
    runInTurns(lanes, reference);
    // Once more, because by now it is other code: the compiler's.
    if (!areFaster(lanes, reference) || !sample.agree(hasher, digest)) {
      return Optional.empty();
    }
    int nodes = messagesThatPay(width, lanes.nodesAgainst(reference));
    int leaves = messagesThatPay(width, lanes.leavesAgainst(reference));
    return Optional.of(new Choice(rounds, width, nodes, leaves));
  }

  private static void runInTurns(Stopwatch lanes, Stopwatch reference) {
    long start = System.nanoTime();
    long startCpu = cpuTime();
    long progress = start;
    for (long now = start;
        now - start < MOST && cpuTime() - startCpu < MOST_CPU;
        now = System.nanoTime()) {
      reference.run();
      if (lanes.run()) {
        progress = now;
      }
      if (areFaster(lanes, reference) && now - progress > SETTLED) {
        return;
      }
    }
  }

  /** Processor time of this thread in nanoseconds; time as such where that is not known. */
  private static long cpuTime() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    boolean known =
        threads.isCurrentThreadCpuTimeSupported() && !Thread.currentThread().isVirtual();
    return known ? threads.getCurrentThreadCpuTime() : System.nanoTime();
  }

  private static boolean areFaster(Stopwatch lanes, Stopwatch reference) {
    return lanes.nodesAgainst(reference) >= CLEARLY && lanes.leavesAgainst(reference) >= CLEARLY;
  }

  /** How many messages one at a time clearly take longer than a step of all lanes. */
  private static int messagesThatPay(LaneWidth width, double timesFaster) {
    return (int) Math.ceil(CLEARLY * width.lanes() / timesFaster);
  }
}
