package dev.cairn.client;

import java.time.Duration;
import java.util.List;

/**
 * The log's answer to the append of several entries at once.
 *
 * @param entries what became of each, in the order of the call, at contiguous indexes
 * @param claimedWait how long the batch waited in the server: its word
 */
public record BatchReceipt(List<Appended> entries, Duration claimedWait) {
  /** The list is copied. */
  public BatchReceipt {
    entries = List.copyOf(entries);
  }
}
