package dev.cairn.server.search;

import dev.cairn.event.seal.ProducerChain;
import java.util.List;

/**
 * Some producers.
 *
 * @param producers in the order of their names
 * @param hasMore whether there are more after the last of them
 * @param searchedSize what is said is complete for the log's first so many entries
 */
public record ProducersPage(List<ProducerChain> producers, boolean hasMore, long searchedSize) {
  /** A copy that nobody changes. */
  public ProducersPage {
    producers = List.copyOf(producers);
  }
}
