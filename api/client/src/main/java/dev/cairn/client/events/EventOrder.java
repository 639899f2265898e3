package dev.cairn.client.events;

import dev.cairn.audit.v1.SearchOrder;

/** In which order events are found. */
public enum EventOrder {
  /** From the highest index down. */
  NEWEST_FIRST,
  /** From the lowest index up. */
  OLDEST_FIRST;

  SearchOrder toProto() {
    return switch (this) {
      case NEWEST_FIRST -> SearchOrder.SEARCH_ORDER_NEWEST_FIRST;
      case OLDEST_FIRST -> SearchOrder.SEARCH_ORDER_OLDEST_FIRST;
    };
  }

  /** Whether an index may come after another. */
  boolean isAfter(long index, long before) {
    return switch (this) {
      case NEWEST_FIRST -> index < before;
      case OLDEST_FIRST -> index > before;
    };
  }
}
