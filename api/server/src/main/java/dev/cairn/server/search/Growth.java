package dev.cairn.server.search;

import dev.cairn.event.LoggedEntry;
import dev.cairn.event.filter.EventView;
import dev.cairn.server.follow.Progress;
import dev.cairn.server.search.IndexFolder.Opened;
import dev.cairn.server.search.lmdb.IndexFile;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An index that grows with the log. For the following thread. */
final class Growth implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Growth.class);
  private static final int CHUNK = 4_096;
  private static final int CHUNK_BYTES = 8 << 20;

  private final IndexFolder folder;
  private final LogStore store;
  private final SegmentLimits limits;
  private final Progress<SearchStoppedException> progress;
  private final Opened opened;
  private final Consumer<IndexView> show;
  private final TermHasher hasher = new TermHasher();
  // Up to here the producers of before are shown: they know more.
  private final long catchUp;
  private OpenSegment open;
  private IndexView view;
  private boolean noRoom;

  /** An entry that claims to be an event. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Found(long index, byte[] entry) {}

  /** What was read, and where to go on. */
  private record Chunk(List<Found> events, long end) {}

  Growth(
      IndexFolder folder,
      LogStore store,
      SegmentLimits limits,
      Progress<SearchStoppedException> progress,
      Opened opened,
      Consumer<IndexView> show,
      ProducersTable producersBefore) {
    this.folder = folder;
    this.store = store;
    this.limits = limits;
    this.progress = progress;
    this.opened = opened;
    this.show = show;
    List<Segment> segments = new ArrayList<>(opened.segments());
    long end = segments.isEmpty() ? 0 : segments.getLast().end();
    this.open = new OpenSegment(end, limits, hasher);
    segments.add(open);
    this.catchUp = segments.size() > 1 ? 0 : store.head().size();
    this.view = new IndexView(segments, catchUp > 0 ? producersBefore : opened.producers());
    show.accept(view);
    progress.reach(end);
  }

  /** Takes the next entries of the log, if there are any; false if it is time to wait. */
  boolean advance() {
    if (open.isFull() && !close(open.end())) {
      return false;
    }
    long start = open.end();
    long end = Math.min(start + Math.min(CHUNK, open.room()), store.head().size());
    if (start >= end) {
      return false;
    }
    Chunk chunk = read(start, end);
    for (Found found : chunk.events) {
      if (open.isFull() && !close(found.index)) {
        progress.reach(open.end());
        return false;
      }
      add(found);
    }
    open.reach(chunk.end);
    reach(chunk.end);
    return true;
  }

  private void reach(long end) {
    if (end >= catchUp && view.producers() != opened.producers()) {
      show(new IndexView(view.segments(), opened.producers()));
    }
    progress.reach(end);
  }

  private Chunk read(long start, long end) {
    return store.read(
        snapshot -> {
          List<Found> events = new ArrayList<>();
          long[] seen = {start, 0};
          snapshot.entries(
              start,
              end,
              (index, entry) -> {
                seen[0] = index + 1;
                if (LoggedEntry.isEvent(entry)) {
                  events.add(new Found(index, entry));
                  seen[1] += entry.length;
                }
                return seen[1] < CHUNK_BYTES;
              });
          return new Chunk(events, seen[0]);
        });
  }

  private void add(Found found) {
    try {
      LoggedEntry entry = LoggedEntry.glance(found.entry);
      open.add(new EventView(found.index, entry.event(), entry.link(), entry.collection()));
      opened.producers().observe(entry, found.index);
    } catch (MalformedException e) {
      // It begins like an event and is none.
    }
  }

  /** Writes the open segment, which ends here, and begins the next; false if there is no room. */
  private boolean close(long end) {
    try {
      folder.requireRoom(open);
    } catch (StoreException e) {
      if (!noRoom) {
        LOG.warn("The index of events waits for room: {}", e.getMessage());
      }
      noRoom = true;
      return false;
    }
    noRoom = false;
    open.reach(end);
    Hash lastLeaf = store.read(snapshot -> snapshot.leafHashes(end - 1, end).getFirst());
    SegmentRecord closed = new SegmentRecord(open.start(), end, lastLeaf, open.times());
    folder.write(opened.file(), open, closed, opened.producers());
    open = new OpenSegment(end, limits, hasher);
    show(view.withClosed(ClosedSegment.of(opened.file(), closed), open));
    return true;
  }

  /** Whether it is time to wait for room on the disk, rather than for more entries. */
  boolean waitsForRoom() {
    return noRoom;
  }

  /** The file of its closed segments. */
  IndexFile file() {
    return opened.file();
  }

  private void show(IndexView next) {
    view = next;
    show.accept(next);
  }

  @Override
  public void close() {
    opened.file().close();
  }
}
