package dev.cairn.server.sequence;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** How many appends have come to which end since the start. */
public final class AppendCounts {
  /** The ends that an append can come to. */
  public enum End {
    /** Durable, and new. */
    ACKNOWLEDGED,
    /** Durable before, under the same key. */
    DEDUPLICATED,
    /** Refused: the key was used for other bytes. */
    KEY_REUSED,
    /** Refused: too much waits. An event that waits for room is counted at each attempt. */
    QUEUE_FULL,
    /** Refused: no room on the disk. */
    STORE_FULL,
    /** Refused: the log has stopped, or is being closed. */
    STOPPED,
    /** Nobody knows: the log stopped while it was being made durable. */
    UNKNOWN
  }

  private final Map<End, LongAdder> ends = new EnumMap<>(End.class);
  private final LongAdder entries = new LongAdder();

  AppendCounts() {
    for (End end : End.values()) {
      ends.put(end, new LongAdder());
    }
  }

  void add(AppendOutcome outcome) {
    End end = end(outcome);
    adder(end).increment();
    if (end == End.ACKNOWLEDGED && outcome instanceof AppendOutcome.Durable durable) {
      entries.add(durable.leafHashes().size());
    }
  }

  private static End end(AppendOutcome outcome) {
    return switch (outcome) {
      case AppendOutcome.Durable durable ->
          durable.deduplicated() ? End.DEDUPLICATED : End.ACKNOWLEDGED;
      case AppendOutcome.KeyReused _ -> End.KEY_REUSED;
      case AppendOutcome.QueueFull _ -> End.QUEUE_FULL;
      case AppendOutcome.StoreFull _ -> End.STORE_FULL;
      case AppendOutcome.Stopped stopped -> stopped.mayBeDurable() ? End.UNKNOWN : End.STOPPED;
    };
  }

  private LongAdder adder(End end) {
    return Objects.requireNonNull(ends.get(end));
  }

  /** How many appends have come to that end; one may have several entries. */
  public long appends(End end) {
    return adder(end).sum();
  }

  /** How many new entries were acknowledged. */
  public long entries() {
    return entries.sum();
  }
}
