package dev.cairn.server.log;

import dev.cairn.server.collect.Collector;
import dev.cairn.server.collect.Producers;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.search.EventIndex;
import dev.cairn.server.sequence.Append;
import dev.cairn.server.store.LogStore;
import dev.cairn.tree.note.SigningKey;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What a log has to do with events. It costs next to nothing before the first one. */
public final class LogEvents {
  private final Collector collector;
  private final EventIndex index;
  private final Producers producers;
  private final long sizeAtStart;

  private LogEvents(Collector collector, EventIndex index, long sizeAtStart) {
    this.collector = collector;
    this.index = index;
    this.producers = new Producers(index::producer);
    this.sizeAtStart = sizeAtStart;
  }

  /**
   * @param log takes the entries that are made of events
   */
  static LogEvents start(DataFolder folder, SigningKey key, LogStore store, Consumer<Append> log) {
    String origin = key.verifierKey().name();
    return new LogEvents(
        Collector.start(origin, key, log, InstantSource.system()),
        EventIndex.start(origin, folder.eventsFolder(), store),
        store.head().size());
  }

  /** Makes entries of events. */
  public Collector collector() {
    return collector;
  }

  /** The keys of those who seal events, once {@link #whenProducersKnown} has completed. */
  public Producers producers() {
    return producers;
  }

  /** Finds events. */
  public EventIndex index() {
    return index;
  }

  /** To be called before an event is accepted. */
  public void expect() {
    index.activate();
  }

  /**
   * Completes once the producers of all events before the start are known; fails if they will not
   * be.
   */
  public CompletableFuture<Void> whenProducersKnown() {
    return index.whenSearchable(sizeAtStart);
  }

  void grown() {
    index.grown();
  }

  /** Accepts no more events; those that were are with the log when this returns. */
  void finish() {
    collector.close();
  }

  void close() {
    index.close();
  }
}
