package dev.cairn.server.follow;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * How far a follower has come, and who waits for it. Safe for any number of threads.
 *
 * @param <E> says that the follower will come no further
 */
public final class Progress<E extends RuntimeException> {
  private final Function<String, E> stopped;
  private final ConcurrentSkipListMap<Place, CompletableFuture<Void>> waiting =
      new ConcurrentSkipListMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private volatile long size;
  private volatile Optional<E> end = Optional.empty();

  /** Of those who wait: the smallest size first; the numbers tell them apart. */
  private record Place(long size, long number) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparingLong(Place::size).thenComparingLong(Place::number);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * Begins at size 0.
   *
   * @param stopped makes of a reason what those are told who wait in vain
   */
  public Progress(Function<String, E> stopped) {
    this.stopped = stopped;
  }

  /** The size that the follower has come to. */
  public long size() {
    return size;
  }

  /** How many wait. */
  int waiters() {
    return waiting.size();
  }

  /** Why there is no further progress, if so: never, or until it resumes. */
  public Optional<E> end() {
    return end;
  }

  /**
   * Completes once the size is reached, and fails once it never will be. A future that is completed
   * by somebody else, such as by a timeout, waits no longer.
   */
  public CompletableFuture<Void> reached(long wanted) {
    CompletableFuture<Void> future = new CompletableFuture<>();
    Place place = new Place(wanted, numbers.getAndIncrement());
    waiting.put(place, future);
    var _ = future.whenComplete((_, _) -> waiting.remove(place));
    // Told again, because both may have happened before anybody knew of this one.
    tell();
    return future;
  }

  /** Goes to a size; back only if the follower begins anew. */
  public void reach(long reached) {
    size = reached;
    tell();
  }

  /** There is no progress until {@link #resume}: who waits, and who comes to wait, is told why. */
  public void stall(String reason) {
    end(reason);
  }

  /** Goes on after {@link #stall}. */
  public void resume() {
    end = Optional.empty();
  }

  /** Ends all progress. */
  public void end(String reason) {
    end = Optional.of(stopped.apply(reason));
    tell();
  }

  private void tell() {
    boolean told = true;
    while (told) {
      told = tellFirst();
    }
  }

  /** Tells who waits for the smallest size, and returns whether there was anything to tell. */
  private boolean tellFirst() {
    Map.Entry<Place, CompletableFuture<Void>> first = waiting.firstEntry();
    // Read once: others change them meanwhile.
    Optional<E> over = end;
    boolean isReached = first != null && first.getKey().size() <= size;
    if (first == null || (!isReached && over.isEmpty())) {
      return false;
    }
    waiting.remove(first.getKey(), first.getValue());
    if (isReached) {
      first.getValue().complete(null);
    } else {
      first.getValue().completeExceptionally(over.get());
    }
    return true;
  }
}
