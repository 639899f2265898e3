package dev.cairn.client.events;

import com.google.protobuf.Timestamp;
import dev.cairn.event.filter.Filter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;

/**
 * What to search for.
 *
 * @param filter which events
 * @param from only events that occurred at this time or later; {@link Instant#MIN}: no bound
 * @param until only events that occurred before this time; {@link Instant#MAX}: no bound
 * @param order in which order
 * @param pageSize how many events are asked for at a time, 1 to {@value #MAX_PAGE_SIZE}
 * @param proofs whether each event is proved to be in the log; otherwise only the seal of the log's
 *     key shows that the log had it
 * @param minSize wait until at least so many entries of the log can be searched, at least 0: to
 *     find what was recorded just now, one more than its index
 */
public record EventSearch(
    Filter filter,
    Instant from,
    Instant until,
    EventOrder order,
    int pageSize,
    boolean proofs,
    long minSize) {
  /** The most events that can be asked for at a time. */
  public static final int MAX_PAGE_SIZE = 500;

  private static final int DEFAULT_PAGE_SIZE = 100;
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  /**
   * @throws IllegalArgumentException if a number or a time is outside of its range, or the filter
   *     in canonical form is longer than {@value Filter#MAX_BYTES} bytes
   */
  public EventSearch {
    Objects.requireNonNull(order);
    if (pageSize < 1 || pageSize > MAX_PAGE_SIZE) {
      throw new IllegalArgumentException("pageSize: " + pageSize + ", 1 to " + MAX_PAGE_SIZE);
    }
    if (minSize < 0) {
      throw new IllegalArgumentException("minSize: " + minSize + ", at least 0");
    }
    requireTime("from", from, Instant.MIN);
    requireTime("until", until, Instant.MAX);
    requireShort(filter);
  }

  private static void requireTime(String name, Instant time, Instant none) {
    if (!time.equals(none) && (time.isBefore(EARLIEST) || time.isAfter(LATEST))) {
      throw new IllegalArgumentException(name + ": " + time + ", in the years 1 to 9999");
    }
  }

  static void requireShort(Filter filter) {
    int bytes = filter.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > Filter.MAX_BYTES) {
      throw new IllegalArgumentException(
          "filter: %,d bytes in canonical form, at most %,d".formatted(bytes, Filter.MAX_BYTES));
    }
  }

  /** All events that a filter lets through, the newest first, each proved. */
  public static EventSearch of(Filter filter) {
    return new EventSearch(
        filter,
        Instant.MIN,
        Instant.MAX,
        EventOrder.NEWEST_FIRST,
        DEFAULT_PAGE_SIZE,
        /* proofs= */ true,
        /* minSize= */ 0);
  }

  /** The same, for events that occurred at that time or later. */
  public EventSearch withFrom(Instant from) {
    return new EventSearch(filter, from, until, order, pageSize, proofs, minSize);
  }

  /** The same, for events that occurred before that time. */
  public EventSearch withUntil(Instant until) {
    return new EventSearch(filter, from, until, order, pageSize, proofs, minSize);
  }

  /** The same in another order. */
  public EventSearch withOrder(EventOrder order) {
    return new EventSearch(filter, from, until, order, pageSize, proofs, minSize);
  }

  /** The same with so many events asked for at a time. */
  public EventSearch withPageSize(int pageSize) {
    return new EventSearch(filter, from, until, order, pageSize, proofs, minSize);
  }

  /** The same with or without proofs. */
  public EventSearch withProofs(boolean proofs) {
    return new EventSearch(filter, from, until, order, pageSize, proofs, minSize);
  }

  /** The same, once so many entries can be searched. */
  public EventSearch withMinSize(long minSize) {
    return new EventSearch(filter, from, until, order, pageSize, proofs, minSize);
  }

  /** Whether this is what an event must be to be found. */
  boolean isMetBy(VerifiedEvent event) {
    return isInTime(event.event().getOccurredTime()) && filter.matches(event.view());
  }

  private boolean isInTime(Timestamp time) {
    if (time.getSeconds() < EARLIEST.getEpochSecond()
        || time.getSeconds() > LATEST.getEpochSecond()) {
      return from.equals(Instant.MIN) && until.equals(Instant.MAX); // no time at all
    }
    Instant occurred = Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    return !occurred.isBefore(from) && occurred.isBefore(until);
  }
}
