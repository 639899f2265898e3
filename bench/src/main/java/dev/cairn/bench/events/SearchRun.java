package dev.cairn.bench.events;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.bench.figures.Latency;
import dev.cairn.bench.figures.Values;
import dev.cairn.event.filter.Filter;
import dev.cairn.event.filter.FilterException;
import dev.cairn.event.sample.SampleEvents;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.search.EventIndex;
import dev.cairn.server.search.Order;
import dev.cairn.server.search.PageTokenException;
import dev.cairn.server.search.Query;
import dev.cairn.server.search.SearchPage;
import dev.cairn.server.store.LogStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** Indexes a log of events and searches it. */
final class SearchRun {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int PAGE = 50;
  private static final int SEARCHES = 200;
  private static final int PROBES = 500;

  private final long events;
  private String problem = "";

  SearchRun(long events) {
    this.events = events;
  }

  /** What is wrong, once it has run; empty: nothing. */
  String problem() {
    return problem;
  }

  Values run(Path folder) throws DataFolderException, InterruptedException {
    Path data = folder.resolve("log");
    EventLog.make(data, events);
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("events", (double) events);
    try (DataFolder opened = DataFolder.open(data);
        LogStore store = opened.openStore();
        EventIndex index = EventIndex.start("bench.example/audit", opened.eventsFolder(), store)) {
      long start = System.nanoTime();
      index.activate();
      var _ = index.whenSearchable(events).join();
      values.put("indexed_per_s", events * NANOS_PER_SECOND / (System.nanoTime() - start));
      Probes probes = new Probes();
      measure("actor", probes.actors, index, store, values);
      measure("trace", probes.traces, index, store, values);
      measure("failed_action", probes.failures, index, store, values);
      measure("unindexed", List.of("peer = \"no such peer\""), index, store, values);
      values.put("read_50_entries_ms_p50", reading(store));
    }
    return new Values("search", values, problem.isEmpty() ? 0 : 1);
  }

  /** Filters that find something, of events that the log has all over it. */
  private final class Probes {
    private final List<String> actors = new ArrayList<>();
    private final List<String> traces = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    Probes() {
      SampleEvents all = EventLog.events();
      long step = Math.max(1, events / PROBES);
      for (long i = 0; i < events; i++) {
        AuditEvent event = all.next();
        if (i % step == 0) {
          actors.add("actor.id = \"%s\"".formatted(event.getActor().getId()));
          failures.add("outcome.status = FAILURE AND action = \"%s\"".formatted(event.getAction()));
          String traceparent = event.getContext().getTraceparent();
          if (!traceparent.isEmpty()) {
            traces.add("trace_id = \"%s\"".formatted(traceparent.substring(3, 35)));
          }
        }
      }
    }
  }

  private void measure(
      String what,
      List<String> filters,
      EventIndex index,
      LogStore store,
      Map<String, Double> values) {
    Histogram latencies = Latency.nanos();
    long hits = 0;
    for (int i = 0; i < 2 * SEARCHES; i++) {
      String filter = filters.get(i % filters.size());
      long start = System.nanoTime();
      SearchPage page = search(filter, index, store);
      if (i >= SEARCHES) { // the first ones warm up
        latencies.recordValue(System.nanoTime() - start);
        hits += page.hits().size();
      }
    }
    Latency latency = Latency.of(latencies);
    values.put(what + "_ms_p50", latency.p50());
    values.put(what + "_ms_p99", latency.p99());
    values.put(what + "_hits_mean", (double) hits / SEARCHES);
    if (hits == 0 && !what.equals("unindexed")) {
      problem = "no search by " + what + " found anything";
    }
  }

  private SearchPage search(String filter, EventIndex index, LogStore store) {
    try {
      Query query =
          new Query(
              Filter.parse(filter), Optional.empty(), Optional.empty(), Order.NEWEST_FIRST, PAGE);
      return index.search(query, "", events, indexes -> read(store, indexes));
    } catch (FilterException | PageTokenException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<byte[]> read(LogStore store, List<Long> indexes) {
    return store.read(view -> indexes.stream().map(view::entry).toList());
  }

  /** What it takes to read a page of entries that are known. */
  private double reading(LogStore store) {
    Histogram latencies = Latency.nanos();
    for (int i = 0; i < SEARCHES; i++) {
      List<Long> indexes = new ArrayList<>();
      for (int j = 0; j < PAGE; j++) {
        indexes.add((i * 7_919L + j * 104_729L) % events);
      }
      long start = System.nanoTime();
      var _ = read(store, indexes);
      latencies.recordValue(System.nanoTime() - start);
    }
    return Latency.of(latencies).p50();
  }
}
