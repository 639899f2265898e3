package dev.cairn.client;

import dev.cairn.client.Inbox.Signal;
import dev.cairn.log.v1.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Entries as the server gives them: in order, without a gap, and not verified. Whoever reads them
 * computes their hashes and compares with a verified head. For one thread, but {@link #close}.
 */
public final class ClaimedEntries implements AutoCloseable {
  private static final Duration FOREVER = Duration.ofDays(10_000);

  private final Inbox<List<Entry>> inbox;
  private final Duration patience;
  private final long end;
  private long position;

  private ClaimedEntries(Inbox<List<Entry>> inbox, Duration patience, long start, long end) {
    this.inbox = inbox;
    this.patience = patience;
    this.position = start;
    this.end = end;
  }

  /** Entries of {@code [start, end)}; each message must come within the patience. */
  static ClaimedEntries range(Inbox<List<Entry>> inbox, Duration patience, long start, long end) {
    return new ClaimedEntries(inbox, patience, start, end);
  }

  /** Entries from {@code start} on, for as long as the server sends them. */
  static ClaimedEntries following(Inbox<List<Entry>> inbox, long start) {
    return new ClaimedEntries(inbox, FOREVER, start, Long.MAX_VALUE);
  }

  /** Index of the first entry that {@link #next} gives. */
  public long position() {
    return position;
  }

  /**
   * Waits for the next entries.
   *
   * @return at least one, the first of them at {@link #position}; none at the end of the range, or
   *     once closed
   * @throws CheckFailedException if the server leaves out an index, repeats one, or ends too early
   * @throws UnreachableException if the stream breaks, or is silent for longer than the deadline
   */
  public List<byte[]> next() throws LogException {
    if (position == end) {
      close();
      return List.of();
    }
    return switch (inbox.take(patience)) {
      case Signal.Message<List<Entry>> message -> inOrder(message.value());
      case Signal.Failure<List<Entry>> failure -> throw failure.cause();
      case Signal.End<List<Entry>> _ -> atEnd();
      case Signal.Silence<List<Entry>> _ -> {
        close();
        throw new UnreachableException("the log sent nothing for " + patience.toMillis() + " ms");
      }
    };
  }

  /** Whether {@link #next} has a message to give without waiting. */
  boolean isReady() {
    return position < end && inbox.hasMessage();
  }

  private List<byte[]> inOrder(List<Entry> entries) throws CheckFailedException {
    if (entries.isEmpty()) {
      throw refuse("the log sent a message without entries");
    }
    List<byte[]> data = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      if (position == end) {
        throw refuse("the log sent entries from " + end + " on, which were not asked for");
      }
      if (entry.getIndex() != position) {
        throw refuse("the log sent entry " + entry.getIndex() + " where " + position + " is due");
      }
      data.add(entry.getData().toByteArray());
      position++;
    }
    return data;
  }

  private List<byte[]> atEnd() throws LogException {
    if (inbox.isClosed()) {
      return List.of();
    }
    if (end == Long.MAX_VALUE) {
      throw new UnreachableException("the log ended the stream before entry " + position);
    }
    throw new CheckFailedException(
        "the log ended the stream before entry " + position + " and owes those up to " + end);
  }

  private CheckFailedException refuse(String why) {
    close();
    return new CheckFailedException(why);
  }

  /** Ends the call. Whoever waits in {@link #next} gets no more entries. For any thread. */
  @Override
  public void close() {
    inbox.close();
  }
}
