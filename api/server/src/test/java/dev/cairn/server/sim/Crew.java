package dev.cairn.server.sim;

import dev.cairn.server.thread.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;

/** Threads that a schedule runs, and that end together: as those of a process do. */
final class Crew implements Threads, Executor {
  private final String name;
  private final Schedule schedule;
  private final Trace trace;
  // Held here: a thread that waits is held by nobody else.
  private final List<Thread> threads = new ArrayList<>();
  private boolean isAlive = true;

  Crew(String name, Schedule schedule, Trace trace) {
    this.name = name;
    this.schedule = schedule;
    this.trace = trace;
  }

  @Override
  public Thread unstarted(String threadName, Runnable body) {
    String fullName = name + "/" + threadName;
    Thread thread = VirtualThreads.unstarted(this::add, fullName, () -> guard(body));
    threads.add(thread);
    return thread;
  }

  private void guard(Runnable body) {
    try {
      body.run();
    } catch (RuntimeException | Error e) {
      trace.violation("a thread died", e);
    }
  }

  private void add(Runnable step) {
    if (isAlive) {
      schedule.add(this, step);
    }
  }

  /** Runs a task on a thread of its own. */
  @Override
  public void execute(Runnable task) {
    unstarted("task", task).start();
  }

  void start(String threadName, Runnable body) {
    unstarted(threadName, body).start();
  }

  /** No thread of it makes another step. */
  void kill() {
    isAlive = false;
    schedule.remove(this);
    threads.clear();
  }

  @Override
  public long nanoTime() {
    return schedule.now();
  }

  /** Waits for the signal; the timer interrupts it, since only the waiting thread has the lock. */
  @Override
  @SuppressWarnings("WaitNotInLoop") // The caller loops.
  public long awaitNanos(Condition condition, long nanos) throws InterruptedException {
    Schedule.Timer timer = schedule.timer(this, nanos, Thread.currentThread()::interrupt);
    try {
      condition.await();
    } catch (InterruptedException e) {
      if (!timer.hasFired()) {
        throw e;
      }
    } finally {
      timer.cancel();
      if (timer.hasFired()) {
        var _ = Thread.interrupted();
      }
    }
    return timer.due() - schedule.now();
  }

  /** Lets the schedule choose who goes on. */
  @SuppressWarnings("ThreadPriorityCheck") // The scheduler is ours.
  void letOthersRun() {
    Thread.yield();
  }

  /** Lets time pass for the calling thread. */
  void sleep(long nanos) {
    Schedule.Timer timer = schedule.timer(this, nanos, unparking(Thread.currentThread()));
    boolean interrupted = false;
    while (!timer.hasFired()) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Runnable unparking(Thread thread) {
    return () -> LockSupport.unpark(thread);
  }

  /** What its threads do, for whoever looks for the reason why nothing goes on. */
  String state() {
    StringBuilder state = new StringBuilder();
    for (Thread thread : threads) {
      if (thread.isAlive()) {
        state.append(thread.getName()).append(' ').append(thread.getState()).append('\n');
        StackTraceElement[] stack = thread.getStackTrace();
        for (int i = 0; i < Math.min(stack.length, 14); i++) {
          state.append("    ").append(stack[i]).append('\n');
        }
      }
    }
    return state.toString();
  }
}
