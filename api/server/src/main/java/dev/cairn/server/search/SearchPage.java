package dev.cairn.server.search;

import java.util.List;

/**
 * A page of events.
 *
 * @param hits in the order asked for; may be fewer than asked for, even none, before the last page
 * @param nextPageToken for the next page; empty on the last one
 * @param searchedSize the search is complete for the log's first so many entries, on all pages
 */
public record SearchPage(List<Hit> hits, String nextPageToken, long searchedSize) {
  /** A copy that nobody changes. */
  public SearchPage {
    hits = List.copyOf(hits);
  }
}
