package dev.cairn.tree.lanes;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where hashers come from. Until a calibration has found lanes that are faster on this machine, and
 * where it finds none, hashers use {@link java.security.MessageDigest}. The calibration begins by
 * itself, in the background, once so much has been hashed that it is worth its price. Safe for all
 * threads.
 */
public final class Lanes {
  private static final String MODULE = "jdk.incubator.vector";

  private static final Map<LaneWidth, Rounds> ROUNDS = new EnumMap<>(LaneWidth.class);

  /** Fewer hashes than this take less time than a calibration. */
  private static final long WORTH_CALIBRATING = 200_000;

  private static final AtomicLong HASHES = new AtomicLong();

  private static volatile Optional<Choice> chosen = Optional.empty();
  private static boolean calibrated;

  private Lanes() {}

  /** A hasher for one thread. One that exists already follows a later calibration. */
  public static BatchHasher newHasher() {
    return new ChosenHasher();
  }

  /**
   * Measures what is fastest here, and uses it from then on. It takes about two seconds while the
   * code is compiled: at most two seconds of the calling thread's processor time for each width,
   * and no more than two minutes on a machine that is busy with other things. A second call does
   * nothing but wait for the first.
   */
  public static synchronized void calibrate() {
    if (!calibrated) {
      calibrated = true;
      chosen = Calibration.of(Lanes::rounds);
    }
  }

  /** What hashers use at present: a {@link LaneWidth}, or {@code MessageDigest}. */
  public static String description() {
    return chosen.map(choice -> choice.width().toString()).orElse("MessageDigest");
  }

  /**
   * A hasher for one thread that uses lanes wherever it can, faster or not: to measure and to test
   * them. Empty where the JVM runs without the module {@code jdk.incubator.vector}, or the
   * processor has no vectors of that width.
   */
  public static Optional<BatchHasher> hasherOf(LaneWidth width) {
    return rounds(width).map(rounds -> Choice.always(rounds, width).newHasher());
  }

  /** A hasher for one thread that uses {@link java.security.MessageDigest}. */
  public static BatchHasher digestHasher() {
    return new DigestHasher();
  }

  /** Counts what hashers that follow the choice are asked for while there is none. */
  static void count(long hashes) {
    long before = HASHES.getAndAdd(hashes);
    if (before < WORTH_CALIBRATING
        && before + hashes >= WORTH_CALIBRATING
        && ModuleLayer.boot().findModule(MODULE).isPresent()) {
      Thread.ofPlatform().daemon().name("calibrate hashing").start(Lanes::calibrate);
    }
  }

  static Optional<Choice> choice() {
    return chosen;
  }

  /** The code for a width. */
  static Optional<Rounds> rounds(LaneWidth width) {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return Optional.empty();
    }
    synchronized (ROUNDS) {
      Rounds rounds = ROUNDS.computeIfAbsent(width, RoundsCode::load);
      return rounds.widest() < width.bits() ? Optional.empty() : Optional.of(rounds);
    }
  }
}
