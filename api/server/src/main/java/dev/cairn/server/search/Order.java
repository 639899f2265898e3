package dev.cairn.server.search;

/** In which order events are found. */
public enum Order {
  /** From the highest index down. */
  NEWEST_FIRST,
  /** From the lowest index up. */
  OLDEST_FIRST
}
