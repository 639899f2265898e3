package dev.cairn.server.search;

import dev.cairn.event.seal.ProducerChain;
import dev.cairn.server.follow.Progress;
import dev.cairn.server.search.lmdb.IndexFileException;
import dev.cairn.server.store.LogStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** Finds the events of one log. Safe for any number of threads. */
public final class EventIndex implements AutoCloseable {
  private final LogStore store;
  private final Progress<SearchStoppedException> progress =
      new Progress<>(SearchStoppedException::new);
  private final EventFollower follower;
  private final LongSupplier nanoTime;
  private final int budget;

  private EventIndex(
      String name,
      Path folder,
      LogStore store,
      SegmentLimits limits,
      int budget,
      LongSupplier nanoTime) {
    this.store = store;
    this.budget = budget;
    this.nanoTime = nanoTime;
    this.follower = new EventFollower(name, new IndexFolder(folder, name), store, limits, progress);
  }

  /**
   * Starts following a log, if it has had events before: then there is a folder. What the folder
   * has of the log is used; what it lacks, or has wrong, is built anew in the background.
   *
   * @param origin the log's
   * @param folder has nothing else in it; missing as long as the log has no events
   * @param store outlives this
   */
  public static EventIndex start(String origin, Path folder, LogStore store) {
    return start(
        origin, folder, store, SegmentLimits.DEFAULT, SearchBudget.MAX_ENTRIES, System::nanoTime);
  }

  /**
   * Follows nothing and touches no file. Where the log has events, every search fails.
   *
   * @param hasEvents whether the log has had events
   * @param reason why nothing is found, told with each failure
   */
  public static EventIndex stopped(
      String origin, Path folder, LogStore store, boolean hasEvents, String reason) {
    EventIndex index =
        new EventIndex(
            origin,
            folder,
            store,
            SegmentLimits.DEFAULT,
            SearchBudget.MAX_ENTRIES,
            System::nanoTime);
    if (hasEvents) {
      index.follower.leaveOut();
      index.progress.end(reason);
    }
    return index;
  }

  /** As {@link #start(String, Path, LogStore)}, with other bounds. */
  static EventIndex start(
      String origin,
      Path folder,
      LogStore store,
      SegmentLimits limits,
      int budget,
      LongSupplier nanoTime) {
    EventIndex index = new EventIndex(origin, folder, store, limits, budget, nanoTime);
    index.follower.start();
    return index;
  }

  /**
   * To be called before the first event is accepted, and then as often as one likes: makes the
   * folder, durably, so that the log is followed from now on and after every restart.
   */
  public void activate() {
    follower.activate();
  }

  /** To be called after each commit; returns at once. */
  public void grown() {
    follower.wake();
  }

  /**
   * Events among so many entries of the log are found; a log that has never had events has been
   * searched wholly.
   */
  public long size() {
    return follower.isActive() ? progress.size() : store.head().size();
  }

  /**
   * Completes once events among {@code size} entries are found: at once, or on the following
   * thread, which must not be held up. Fails with {@link SearchStoppedException} if that will not
   * be.
   */
  public CompletableFuture<Void> whenSearchable(long size) {
    return follower.isActive() ? progress.reached(size) : CompletableFuture.completedFuture(null);
  }

  /** Why nothing more is found, if so. */
  public Optional<String> stoppedBy() {
    return progress.end().map(SearchStoppedException::getMessage);
  }

  /**
   * Finds the events of one page. A page ends early when it has 1 MiB of entries, has taken 2
   * seconds, or 20,000 entries were read for it.
   *
   * @param pageToken that of the page before; empty: the first page
   * @param treeSize how many entries the reader can read; not less than for the page before
   * @param reader of which every hit is, after it has matched once more
   * @throws PageTokenException if the token is not one of this search
   * @throws SearchStoppedException if the index is of no use, or not yet where it was for the page
   *     before
   */
  public SearchPage search(Query query, String pageToken, long treeSize, EntryReader reader)
      throws PageTokenException {
    requireRunning();
    long size = Math.min(size(), treeSize);
    IndexView view = follower.view();
    PageToken from =
        pageToken.isEmpty()
            ? PageToken.first(query.order(), size)
            : PageToken.parse(pageToken, query);
    if (from.searchedSize() > treeSize) {
      throw new PageTokenException("is not one that a search has returned");
    }
    if (from.searchedSize() > size) {
      throw new SearchStoppedException(
          "the index of events is being built: it has come to %,d of %,d"
              .formatted(size, from.searchedSize()));
    }
    if (!follower.isActive()) {
      return new SearchPage(List.of(), "", from.searchedSize());
    }
    if (view.size() < from.searchedSize()) {
      // Between asking for the size and for the view the index was begun anew.
      throw new SearchStoppedException("the index of events is being built anew");
    }
    return search(query, from, view, reader);
  }

  private SearchPage search(Query query, PageToken from, IndexView view, EntryReader reader) {
    EventSearch search = new EventSearch(query, from, reader, new SearchBudget(budget, nanoTime));
    try {
      return search.page(view.segments());
    } catch (DamagedIndexException | IndexFileException e) {
      follower.damaged(view);
      throw new SearchStoppedException("the index of events is being built anew", e);
    }
  }

  /** What the log shows of a producer, up to about {@link #size}. */
  public Optional<ProducerChain> producer(String name) {
    return follower.view().producers().find(name);
  }

  /** Whether another producer can be followed. */
  public boolean hasRoomForProducers() {
    return follower.view().producers().hasRoom();
  }

  /**
   * Lists producers in the order of their names.
   *
   * @param prefix only those whose name begins so
   * @param after only those whose name comes after this one; empty: from the first on
   * @param limit the most to return, at least 1
   */
  public ProducersPage producers(String prefix, String after, int limit) {
    requireRunning();
    long size = size();
    List<ProducerChain> found = new ArrayList<>();
    boolean fromPrefix = after.compareTo(prefix) < 0;
    for (ProducerChain chain :
        follower.view().producers().from(fromPrefix ? prefix : after, fromPrefix).values()) {
      if (!chain.name().startsWith(prefix)) {
        break;
      }
      if (found.size() == limit) {
        return new ProducersPage(found, true, size);
      }
      found.add(chain);
    }
    return new ProducersPage(found, false, size);
  }

  private void requireRunning() {
    progress
        .end()
        .ifPresent(
            stopped -> {
              throw new SearchStoppedException(String.valueOf(stopped.getMessage()), stopped);
            });
  }

  /** Stops following and lets go of the files. */
  @Override
  public void close() {
    follower.close();
  }
}
