package dev.cairn.server.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.event.filter.Filter;
import dev.cairn.event.filter.FilterException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log, and its index in small segments. */
@Timeout(60)
abstract class EventIndexFixture {
  /** Three blocks of times each. */
  static final SegmentLimits SMALL = new SegmentLimits(700, 1 << 14, 1 << 16);

  @TempDir Path parent = Path.of("unset");
  final EventLog log = new EventLog();

  final Path folder() {
    return parent.resolve("events");
  }

  final EventIndex start() {
    return start(SMALL, SearchBudget.MAX_ENTRIES);
  }

  final EventIndex start(SegmentLimits limits, int budget) {
    return EventIndex.start("log.example", folder(), log.store, limits, budget, () -> 0);
  }

  /** An index that has come as far as the log. */
  final EventIndex startAndFollow() throws Exception {
    EventIndex index = start();
    index.activate();
    follow(index);
    return index;
  }

  final void follow(EventIndex index) throws Exception {
    index.grown();
    index.whenSearchable(log.size()).get(30, TimeUnit.SECONDS);
    assertTrue(index.size() >= log.size());
  }

  static Query query(String filter, Order order, int pageSize) throws FilterException {
    return new Query(Filter.parse(filter), Optional.empty(), Optional.empty(), order, pageSize);
  }

  /** The indexes on all pages. */
  final List<Long> all(EventIndex index, Query query) throws PageTokenException {
    List<Long> found = new ArrayList<>();
    String token = "";
    do {
      SearchPage page = index.search(query, token, log.size(), log::read);
      assertTrue(page.hits().size() <= query.pageSize());
      page.hits().forEach(hit -> found.add(hit.index()));
      token = page.nextPageToken();
    } while (!token.isEmpty());
    return found;
  }

  final void assertFinds(EventIndex index, Query query) throws PageTokenException {
    List<Long> expected = log.scan(query.whole(), log.size());
    if (query.order() == Order.NEWEST_FIRST) {
      expected = expected.reversed();
    }
    assertEquals(expected, all(index, query), query::toString);
  }

  final void assertFindsEverything(EventIndex index) throws Exception {
    for (String filter : List.of("", "actor.id = a3", "id = e5 OR id = e900", "NOT source = /s1")) {
      assertFinds(index, query(filter, Order.NEWEST_FIRST, 500));
    }
  }
}
