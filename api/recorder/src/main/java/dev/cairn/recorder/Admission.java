package dev.cairn.recorder;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Bounds the events that are in memory and not yet spooled. */
final class Admission {
  private final int maxEvents;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private int events;
  private long bytes;

  Admission(int maxEvents, long maxBytes) {
    this.maxEvents = maxEvents;
    this.maxBytes = maxBytes;
  }

  /**
   * Lets an event in.
   *
   * @param patienceNanos how long to wait for room
   * @return false if there was none
   */
  boolean enter(int size, long patienceNanos) {
    lock.lock();
    try {
      long left = patienceNanos;
      while (!hasRoom(size)) {
        if (left <= 0) {
          return false;
        }
        left = freed.awaitNanos(left);
      }
      events++;
      bytes += size;
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoom(int size) {
    return events == 0 || (events < maxEvents && bytes + size <= maxBytes);
  }

  void leave(int count, long size) {
    lock.lock();
    try {
      events -= count;
      bytes -= size;
      freed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
