package dev.cairn.recorder.delivery;

import dev.cairn.recorder.outbox.Outbox;
import dev.cairn.recorder.outbox.OutboxException;
import dev.cairn.recorder.outbox.StoredRun;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The runs of an outbox in order. The newest are in memory, up to a bound, so that in the normal
 * case none is read back. {@link #add} is for one thread, {@link #next} for another.
 */
public final class Backlog {
  private static final int READ_EVENTS = 1_024;
  private static final long READ_BYTES = 4L << 20;

  private final Outbox outbox;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock; without holes among them.
  private final Deque<Outgoing> recent = new ArrayDeque<>();
  private long bytes;
  // Of the thread that calls next.
  private final Deque<StoredRun> read = new ArrayDeque<>();

  /**
   * @param maxBytes the most bytes of runs in memory
   */
  public Backlog(Outbox outbox, long maxBytes) {
    this.outbox = outbox;
    this.maxBytes = maxBytes;
  }

  /** Takes a run that was spooled just now; leaves it to the outbox if too much is in memory. */
  public void add(Outgoing run) {
    int size = run.run().getSerializedSize();
    lock.lock();
    try {
      if (bytes + size > maxBytes) {
        return;
      }
      boolean isNext =
          recent.isEmpty() || recent.getLast().stored().end() == run.stored().position();
      if (isNext) {
        recent.add(run);
        bytes += size;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The run that has a position in it; empty if nothing was spooled there yet.
   *
   * @throws OutboxException if the outbox cannot be read
   */
  Optional<Outgoing> next(long position) throws OutboxException {
    Optional<Outgoing> known = fromMemory(position);
    if (known.isPresent() || position >= outbox.nextPosition()) {
      return known;
    }
    if (read.isEmpty() || read.getFirst().position() > position) {
      read.clear();
    }
    while (!read.isEmpty() && read.getFirst().end() <= position) {
      read.remove();
    }
    if (read.isEmpty()) {
      List<StoredRun> runs = outbox.read(position, READ_EVENTS, READ_BYTES);
      read.addAll(runs);
    }
    return Optional.ofNullable(read.poll()).map(Outgoing::of);
  }

  private Optional<Outgoing> fromMemory(long position) {
    lock.lock();
    try {
      while (!recent.isEmpty() && recent.getFirst().stored().end() <= position) {
        bytes -= recent.remove().run().getSerializedSize();
      }
      if (recent.isEmpty() || recent.getFirst().stored().position() > position) {
        return Optional.empty();
      }
      Outgoing next = recent.remove();
      bytes -= next.run().getSerializedSize();
      return Optional.of(next);
    } finally {
      lock.unlock();
    }
  }
}
