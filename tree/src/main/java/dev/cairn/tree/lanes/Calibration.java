package dev.cairn.tree.lanes;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Finds out which hasher is the fastest here. Lanes whose results are wrong are never chosen. */
final class Calibration {
  /** How many times faster than {@link DigestHasher} lanes must be to be used. */
  static final double CLEARLY = 1.1;

  /** Each width has so long to be compiled; what is not faster by then never will be used. */
  private static final long WARM_UP = TimeUnit.SECONDS.toNanos(2);

  /** Lanes that are clearly faster, and for so long not faster still, are warm. */
  private static final long SETTLED = TimeUnit.MILLISECONDS.toNanos(150);

  /** Then all are measured in turns, and the best time of each counts. */
  private static final int TURNS = 200;

  private final Sample sample = new Sample(new SplittableRandom());
  private final DigestHasher digest = new DigestHasher();
  private final Map<LaneWidth, Stopwatch> candidates = new EnumMap<>(LaneWidth.class);

  private Calibration() {}

  /** The fastest lanes, if they are clearly faster than {@link DigestHasher}. */
  static Optional<Choice> run() {
    return new Calibration().choose();
  }

  private Optional<Choice> choose() {
    for (LaneWidth width : LaneWidth.values()) {
      Lanes.hasherOf(width).filter(this::isWorthATurn).ifPresent(hasher -> enter(width, hasher));
    }
    Stopwatch reference = new Stopwatch(sample, digest);
    for (int turn = 0; turn < TURNS; turn++) {
      reference.run();
      candidates.values().forEach(Stopwatch::run);
    }
    return candidates.entrySet().stream()
        .filter(candidate -> candidate.getValue().against(reference) >= CLEARLY)
        .filter(candidate -> sample.agree(candidate.getValue().hasher(), digest))
        .max(Comparator.comparingDouble(candidate -> candidate.getValue().against(reference)))
        .flatMap(winner -> choice(winner.getKey(), winner.getValue(), reference));
  }

  private void enter(LaneWidth width, BatchHasher hasher) {
    candidates.put(width, new Stopwatch(sample, hasher));
  }

  /** Whether lanes are right and, once they are compiled, clearly faster. */
  private boolean isWorthATurn(BatchHasher lanes) {
    if (!sample.agree(lanes, digest)) {
      return false;
    }
    Stopwatch mine = new Stopwatch(sample, lanes);
    Stopwatch reference = new Stopwatch(sample, digest);
    long start = System.nanoTime();
    long progress = start;
    boolean faster = false;
    for (long now = start; now - start < WARM_UP; now = System.nanoTime()) {
      reference.run();
      if (mine.run()) {
        progress = now;
      }
      faster = mine.against(reference) >= CLEARLY;
      if (faster && now - progress > SETTLED) {
        break;
      }
    }
    return faster;
  }

  private static Optional<Choice> choice(LaneWidth width, Stopwatch lanes, Stopwatch reference) {
    return Lanes.rounds(width)
        .map(
            rounds ->
                new Choice(
                    rounds,
                    width,
                    messagesThatPay(width, lanes.nodesAgainst(reference)),
                    messagesThatPay(width, lanes.leavesAgainst(reference))));
  }

  /** How many messages one at a time take clearly longer than a step of all lanes. */
  private static int messagesThatPay(LaneWidth width, double timesFaster) {
    return (int) Math.ceil(CLEARLY * width.lanes() / timesFaster);
  }
}
