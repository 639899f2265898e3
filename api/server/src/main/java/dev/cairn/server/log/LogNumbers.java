package dev.cairn.server.log;

import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.publish.HeadBoard;
import dev.cairn.server.sequence.AppendCounts;
import dev.cairn.server.sequence.Sequencer;
import dev.cairn.server.store.CountedStore;
import dev.cairn.server.store.SyncTimes;
import dev.cairn.server.store.journal.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/**
 * A running log in numbers, for whoever watches over it. Each is of the moment in which it is asked
 * for, and costs next to nothing.
 */
public final class LogNumbers {
  private static final double NANOS_PER_SECOND = 1e9;

  private final DataFolder folder;
  private final CountedStore store;
  private final Journal journal;
  private final Sequencer sequencer;
  private final HeadBoard published;
  private final HeadBoard witnessed;
  private final Lag unpublished;
  private final Lag unwitnessed;
  private volatile long publishedAt = System.nanoTime();

  /**
   * @param published where the log's heads are shown
   * @param witnessed where its witnessed heads are; the same if it has no witnesses
   */
  LogNumbers(
      DataFolder folder,
      CountedStore store,
      Journal journal,
      Sequencer sequencer,
      HeadBoard published,
      HeadBoard witnessed) {
    this.folder = folder;
    this.store = store;
    this.journal = journal;
    this.sequencer = sequencer;
    this.published = published;
    this.witnessed = witnessed;
    this.unpublished = new Lag(this::publishedSize, System::nanoTime);
    this.unwitnessed = new Lag(this::witnessedSize, System::nanoTime);
    grown(store.head().size());
  }

  void grown(long size) {
    unpublished.grown(size);
    unwitnessed.grown(size);
  }

  void published() {
    publishedAt = System.nanoTime();
  }

  private static long size(HeadBoard board) {
    return board.newest().map(newest -> newest.head().size()).orElse(0L);
  }

  /** How many entries are durable. */
  public long durableSize() {
    return sequencer.durableSize();
  }

  /** How many are in the store. */
  public long storedSize() {
    return store.head().size();
  }

  /** How many the newest published head covers. */
  public long publishedSize() {
    return size(published);
  }

  /** How many the newest witnessed head covers; those published if there are no witnesses. */
  public long witnessedSize() {
    return size(witnessed);
  }

  /** How long ago the newest head was published, in seconds, or the server was started. */
  public double secondsSincePublished() {
    return (System.nanoTime() - publishedAt) / NANOS_PER_SECOND;
  }

  /** How long the oldest unpublished entry has been in the store, in seconds; 0: none is. */
  public double oldestUnpublishedSeconds() {
    return unpublished.seconds();
  }

  /** How long the oldest unwitnessed entry has been in the store, in seconds; 0: none is. */
  public double oldestUnwitnessedSeconds() {
    return unwitnessed.seconds();
  }

  /** What became of appends. */
  public AppendCounts appends() {
    return sequencer.counts();
  }

  /** How many entries are accepted and not yet decided. */
  public long pendingEntries() {
    return sequencer.pendingEntries();
  }

  /** The bytes of those entries. */
  public long pendingBytes() {
    return sequencer.pendingBytes();
  }

  /** The bytes of the journal that are in use. */
  public long journalBytes() {
    return journal.usedBytes();
  }

  /** The writes of the journal, each with one sync. */
  public SyncTimes journalSyncs() {
    return journal.syncs();
  }

  /** The commits of the store, each with two syncs. */
  public SyncTimes storeCommits() {
    return store.commits();
  }

  /** How many readings of the store are under way. */
  public int readings() {
    return store.readings();
  }

  /** For how long the oldest of them has been, in seconds. */
  public double oldestReadingSeconds() {
    return store.oldestReadingSeconds();
  }

  /** How many readings found what does not fit the tree. */
  public long corruptReadings() {
    return store.corruptReadings();
  }

  /**
   * The bytes that are free on the disk of the log's folder.
   *
   * @throws UncheckedIOException if it does not say
   */
  public long freeBytes() {
    try {
      return Files.getFileStore(folder.path()).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The size of the store's file in bytes.
   *
   * @throws UncheckedIOException if it cannot be found out
   */
  public long storeBytes() {
    try {
      return Files.size(folder.storeFolder().resolve("data.mdb"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
