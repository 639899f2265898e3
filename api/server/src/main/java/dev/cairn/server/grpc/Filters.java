package dev.cairn.server.grpc;

import dev.cairn.event.filter.Filter;
import dev.cairn.event.filter.FilterException;
import dev.cairn.server.intake.Refusal;
import dev.cairn.server.intake.RefusedException;

/** Reads the filters of requests. */
final class Filters {
  private Filters() {}

  /**
   * Reads a filter.
   *
   * @throws RefusedException if it cannot be read
   */
  static Filter parse(String text) {
    try {
      return Filter.parse(text);
    } catch (FilterException e) {
      throw new RefusedException(
          new Refusal.FilterInvalid(String.valueOf(e.getMessage()), e.position()));
    }
  }
}
