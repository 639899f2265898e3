package dev.cairn.faults;

import java.util.Random;

/**
 * How much of a case runs. The system property {@code cairn.faults} is {@code sample} or {@code
 * full}; {@code cairn.faults.NAME} sets the count of one case, {@code cairn.faults.seed} the seed
 * of all of them.
 */
public final class Scale {
  private static final String PREFIX = "cairn.faults";
  private static final boolean FULL = System.getProperty(PREFIX, "sample").equals("full");

  private Scale() {}

  /** The count of a case: a part of it in every build, or all of it. */
  public static int count(String name, int sample, int full) {
    return Integer.getInteger(PREFIX + "." + name, FULL ? full : sample);
  }

  /** A seed, printed, so that a run can be done again. */
  public static long seed(String name) {
    long seed = Long.getLong(PREFIX + ".seed", System.nanoTime());
    System.out.printf("%s: -D%s.seed=%d does the same again%n", name, PREFIX, seed);
    return seed;
  }

  /** Random numbers of one step of a seeded run, whatever the steps before have used. */
  public static Random random(long seed, long step) {
    return new Random(seed * 0x9E3779B97F4A7C15L + step);
  }
}
