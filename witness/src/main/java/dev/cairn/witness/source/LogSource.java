package dev.cairn.witness.source;

import dev.cairn.http.fetch.FetchException;
import java.time.Duration;

/** A place that a log can be fetched from. Safe for several threads. */
public interface LogSource {
  /**
   * Begins a visit.
   *
   * @param timeout how long the whole visit may take, from now; more than zero
   * @throws FetchException if the source cannot or may not be reached
   */
  Visit visit(Duration timeout) throws FetchException;
}
