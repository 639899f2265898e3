package dev.cairn.server.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Decides which thread runs next, and what time it is: one step of one thread at a time, all of
 * them on the thread that calls {@link #run}. The same seed decides the same.
 */
final class Schedule {
  /** The most that one step takes. */
  private static final int MAX_STEP_NANOS = 40_000;

  private final Random random;
  private final Trace trace;
  private final Thread driver = Thread.currentThread();
  private final List<Step> ready = new ArrayList<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private long now;
  private long steps;
  private long timersMade;
  private volatile String intruder = "";

  Schedule(Random random, Trace trace) {
    this.random = random;
    this.trace = trace;
  }

  private record Step(Crew crew, Runnable step) {}

  /** What is to happen at some time, unless it is cancelled. */
  final class Timer implements Comparable<Timer> {
    private final Crew crew;
    private final long due;
    private final long number;
    private final Runnable action;
    private boolean fired;

    private Timer(Crew crew, long due, Runnable action) {
      this.crew = crew;
      this.due = due;
      this.number = timersMade++;
      this.action = action;
    }

    boolean hasFired() {
      return fired;
    }

    long due() {
      return due;
    }

    void cancel() {
      timers.remove(this);
    }

    private void fire() {
      fired = true;
      action.run();
    }

    @Override
    public int compareTo(Timer other) {
      int byTime = Long.compare(due, other.due);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(number);
    }
  }

  /** Nanoseconds since the world began. */
  long now() {
    return now;
  }

  Timer timer(Crew crew, long nanos, Runnable action) {
    Timer timer = new Timer(crew, now + Math.max(0, nanos), action);
    timers.add(timer);
    return timer;
  }

  void add(Crew crew, Runnable step) {
    Thread caller = Thread.currentThread();
    if (caller.equals(driver) || caller.isVirtual()) {
      ready.add(new Step(crew, step));
    } else {
      // A real timer, or a monitor that was held across a step: neither is decided by the seed.
      intruder = caller.getName();
    }
  }

  /** Forgets what a crew was about to do. */
  void remove(Crew crew) {
    ready.removeIf(step -> step.crew.equals(crew));
    timers.removeIf(timer -> timer.crew.equals(crew));
  }

  /**
   * Runs steps until {@code isOver}, or until so many were run.
   *
   * @return whether it is over
   * @throws StallException if nothing will ever happen any more, and it is not over
   */
  boolean run(long maxSteps, BooleanSupplier isOver) throws StallException {
    for (long i = 0; i < maxSteps; i++) {
      trace.requireNoViolation();
      if (isOver.getAsBoolean()) {
        return true;
      }
      if (!intruder.isEmpty()) {
        throw new IllegalStateException("a step was decided by " + intruder);
      }
      step();
    }
    trace.requireNoViolation();
    return isOver.getAsBoolean();
  }

  private void step() throws StallException {
    if (ready.isEmpty()) {
      if (timers.isEmpty()) {
        throw new StallException();
      }
      now = Math.max(now, timers.peek().due());
    } else {
      now += random.nextInt(MAX_STEP_NANOS);
    }
    while (!timers.isEmpty() && timers.peek().due() <= now) {
      timers.remove().fire();
    }
    if (!ready.isEmpty()) {
      steps++;
      trace.at(steps, now);
      int next = random.nextInt(ready.size());
      Step step = ready.get(next);
      ready.set(next, ready.getLast());
      ready.removeLast();
      step.step.run();
    }
  }

  /** Nothing will ever happen any more. */
  static final class StallException extends Exception {
    private static final long serialVersionUID = 1;
  }
}
