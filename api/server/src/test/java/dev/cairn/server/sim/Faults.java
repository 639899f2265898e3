package dev.cairn.server.sim;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * What goes wrong in one world, and how often. Each world has some kinds of faults and not others:
 * where everything fails at once, little is reached.
 */
final class Faults {
  /** What can go wrong. */
  enum Kind {
    /** A write to a file writes less than it was asked to, which it may. */
    SHORT_WRITE(0.3),
    /** A write to a file fails, some of it written or not. */
    WRITE_FAILS(0.01),
    /** A sync of a file fails, some of it on the disk or not. */
    SYNC_FAILS(0.01),
    /** A commit fails that the store did not make. */
    COMMIT_FAILS(0.03),
    /** A commit fails that the store has made. */
    COMMIT_FAILS_MADE(0.03),
    /** The store gets full for a while. */
    STORE_FULL(0.1),
    /** A commit takes its time. */
    SLOW_COMMIT(0.3),
    /** A sync takes its time. */
    SLOW_SYNC(0.2),
    /** The process is killed at any step. */
    KILL(0.5),
    /** The machine loses its power at any step. */
    POWER_LOSS(0.5),
    /** The store and the journal are put back from an older copy. */
    ROLL_BACK(0.5),
    /** A bit of the store flips. */
    BIT_FLIP(0.3),
    /** A message to a witness or from it is lost. */
    MESSAGE_LOST(0.1),
    /** A witness is put back to an older state. */
    WITNESS_RESTORED(0.5),
    /** A witness's clock is wrong. */
    WITNESS_CLOCK(0.2);

    private final double rate;

    Kind(double rate) {
      this.rate = rate;
    }
  }

  private final Random random;
  private final Trace trace;
  private final Map<Kind, Double> rates = new EnumMap<>(Kind.class);
  private boolean isActive;
  private boolean hasFailed;
  private boolean wasFull;

  Faults(Random random, Trace trace) {
    this.random = random;
    this.trace = trace;
    for (Kind kind : Kind.values()) {
      if (random.nextInt(3) == 0) {
        rates.put(kind, kind.rate * (0.2 + random.nextDouble()));
      }
    }
    trace.add("faults of this world: " + rates.keySet());
  }

  /** Nothing goes wrong while they are not active. */
  void activate(boolean active) {
    isActive = active;
  }

  /** Whether there are faults that make appends take their time. */
  boolean isSlow() {
    return rates.containsKey(Kind.SLOW_COMMIT)
        || rates.containsKey(Kind.SLOW_SYNC)
        || rates.containsKey(Kind.STORE_FULL);
  }

  /** Whether it happens now. */
  boolean happens(Kind kind) {
    boolean happens = isActive && random.nextDouble() < rates.getOrDefault(kind, 0.0);
    if (happens) {
      trace.add("fault " + kind);
    }
    return happens;
  }

  /** Notes that something failed that the log may stop for. */
  void failed() {
    hasFailed = true;
  }

  /** Notes that the store had no room: the log must not stop for it, and yet cannot start. */
  void wasFull() {
    wasFull = true;
  }

  boolean takeFull() {
    boolean full = wasFull;
    wasFull = false;
    return full;
  }

  /** Whether anything has failed since the last time that this was asked. */
  boolean takeFailed() {
    boolean failed = hasFailed;
    hasFailed = false;
    return failed;
  }

  Random random() {
    return random;
  }
}
