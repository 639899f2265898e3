package dev.cairn.server.log;

import dev.cairn.server.collect.Collector;
import dev.cairn.server.collect.Producers;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.search.EventIndex;
import dev.cairn.server.sequence.Append;
import dev.cairn.server.store.LogStore;
import dev.cairn.tree.note.SigningKey;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What a log has to do with events. It costs next to nothing before the first one. */
public final class LogEvents {
  private final DataFolder folder;
  private final Collector collector;
  private final EventIndex index;
  private final Producers producers;
  private final long sizeAtStart;
  private volatile boolean isExpecting;
  // Once they are known, they stay so: what becomes of the index later matters to searches only.
  private volatile boolean areProducersKnown;

  private LogEvents(DataFolder folder, Collector collector, EventIndex index, long sizeAtStart) {
    this.folder = folder;
    this.collector = collector;
    this.index = index;
    this.producers = new Producers(index::producer, index::hasRoomForProducers);
    this.sizeAtStart = sizeAtStart;
  }

  /**
   * @param log takes the entries that are made of events
   * @param clock says when events come
   */
  static LogEvents start(
      DataFolder folder, SigningKey key, LogStore store, Consumer<Append> log, InstantSource clock)
      throws DataFolderException {
    String origin = key.verifierKey().name();
    LogEvents events =
        new LogEvents(
            folder,
            Collector.start(origin, key, log, clock),
            index(folder, store),
            store.head().size());
    if (folder.isReadOnly()) {
      return events; // there will be none
    }
    if (folder.hasEvents()) {
      events.expect();
    } else {
      events.areProducersKnown = true; // there are none
    }
    return events;
  }

  private static EventIndex index(DataFolder folder, LogStore store) {
    String origin = folder.verifierKey().name();
    return folder.isReadOnly()
        ? EventIndex.stopped(
            origin,
            folder.eventsFolder(),
            store,
            folder.hasEvents(),
            folder.path()
                + " was opened to be read only, and events are found through an index that is written")
        : EventIndex.start(origin, folder.eventsFolder(), store);
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

  /**
   * To be called before an event is accepted: from then on the log is one that has events, whatever
   * becomes of their index.
   *
   * @throws DataFolderException if that cannot be made durable, or the folder is only read
   */
  public void expect() throws DataFolderException {
    if (folder.isReadOnly()) {
      throw new DataFolderException(folder.path() + " was opened to be read only");
    }
    if (!isExpecting) {
      folder.markEvents();
      index.activate();
      isExpecting = true;
    }
  }

  /**
   * Completes once the producers of all events before the start are known; fails if they will not
   * be.
   */
  public CompletableFuture<Void> whenProducersKnown() {
    return areProducersKnown
        ? CompletableFuture.completedFuture(null)
        : index.whenSearchable(sizeAtStart).thenRun(() -> areProducersKnown = true);
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
