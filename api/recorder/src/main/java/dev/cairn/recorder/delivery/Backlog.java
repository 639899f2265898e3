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
 * The runs of an outbox in order, up to the last that was added. The newest are in memory, up to a
 * bound, so that in the normal case none is read back. {@link #add} is for one thread, {@link
 * #next} for another.
 */
public final class Backlog {
  private static final int READ_EVENTS = 1_024;
  private static final long READ_BYTES = 4L << 20;

  /** Reads runs back. */
  public interface Source {
    /** As {@link Outbox#read}. */
    List<StoredRun> read(long from, int maxEvents, long maxBytes) throws OutboxException;
  }

  private final Source source;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock; without holes among them.
  private final Deque<Outgoing> recent = new ArrayDeque<>();
  private long bytes;
  private long end;
  // Of the thread that calls next.
  private final Deque<StoredRun> read = new ArrayDeque<>();

  /**
   * @param source where the runs are read back from
   * @param end the position after the last run that is there from before
   * @param maxBytes the most bytes of runs in memory
   */
  public Backlog(Source source, long end, long maxBytes) {
    this.source = source;
    this.end = end;
    this.maxBytes = maxBytes;
  }

  /**
   * Takes a run that was spooled just now; leaves it to the source if too much is in memory. Before
   * it is added, a run is not delivered, even if the source has it already.
   */
  public void add(Outgoing run) {
    int size = run.run().getSerializedSize();
    lock.lock();
    try {
      end = run.stored().end();
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
   * The run that has a position in it; empty if none was added there yet.
   *
   * @throws OutboxException if the source cannot be read
   */
  Optional<Outgoing> next(long position) throws OutboxException {
    Optional<Outgoing> inMemory = fromMemory(position);
    if (inMemory.isPresent()) {
      return inMemory;
    }
    long known = end();
    if (position >= known) {
      return Optional.empty();
    }
    if (read.isEmpty() || read.getFirst().position() > position) {
      read.clear();
    }
    while (!read.isEmpty() && read.getFirst().end() <= position) {
      read.remove();
    }
    if (read.isEmpty()) {
      for (StoredRun run : source.read(position, READ_EVENTS, READ_BYTES)) {
        if (run.end() <= known) {
          read.add(run);
        }
      }
    }
    return Optional.ofNullable(read.poll()).map(Outgoing::of);
  }

  private long end() {
    lock.lock();
    try {
      return end;
    } finally {
      lock.unlock();
    }
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
