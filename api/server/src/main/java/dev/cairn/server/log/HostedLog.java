package dev.cairn.server.log;

import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.HeadFile;
import dev.cairn.server.index.LeafIndex;
import dev.cairn.server.publish.Publisher;
import dev.cairn.server.read.LogReader;
import dev.cairn.server.sequence.Append;
import dev.cairn.server.sequence.Sequencer;
import dev.cairn.server.stop.StopCause;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.journal.Journal;
import dev.cairn.server.thread.Threads;
import dev.cairn.server.tiles.StoreTiles;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.tiles.TileSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A running log. */
public final class HostedLog implements AutoCloseable {
  private final DataFolder folder;
  private final LogStore store;
  private final Journal journal;
  private final HeadFile publishedHead;
  private final Publisher publisher;
  private final Sequencer sequencer;
  private final LogReader reader;
  private final TileSource tiles;
  private final LeafIndex leaves;
  private final LogEvents events;
  private final Optional<WitnessedLog> witnessed;
  private final CompletableFuture<StopCause> stopped = new CompletableFuture<>();

  private HostedLog(
      DataFolder folder,
      SigningKey key,
      WatchedStore store,
      Journal journal,
      HeadFile publishedHead,
      SignedCheckpoint published,
      LogSettings settings,
      Executor readers)
      throws DataFolderException {
    this.folder = folder;
    this.store = store;
    this.journal = journal;
    this.publishedHead = publishedHead;
    this.publisher =
        new Publisher(
            Threads.PLATFORM,
            key,
            publishedHead,
            settings.timing(),
            published,
            store.head(),
            this::recordInHistory,
            readers,
            this::stop,
            this::storeSoon);
    this.sequencer =
        new Sequencer(
            Threads.PLATFORM, origin(), store, journal, settings.limits(), this::grown, this::stop);
    this.reader = new LogReader(store, publisher);
    this.tiles = new StoreTiles(store);
    this.witnessed =
        settings.witnesses().isEmpty() || folder.isReadOnly()
            ? Optional.empty()
            : Optional.of(
                WitnessedLog.open(
                    folder,
                    settings.witnesses().get(),
                    publisher,
                    reader,
                    this::recordInHistory,
                    readers));
    this.leaves = LeafIndex.start(origin(), folder.indexFolder(), store);
    this.events = LogEvents.start(folder, key, store, sequencer::submit);
    store.whenReadFails(e -> stop(StopCause.of("entries cannot be read", e)));
  }

  /**
   * Starts to take appends at once, and to sign as soon as the witnesses let it: where they know of
   * a history that the folder does not have, the log must not sign another.
   */
  private void start() throws DataFolderException {
    if (folder.isReadOnly()) {
      stop(new StopCause(StopCause.Kind.READ_ONLY, readOnlyReason()));
      return;
    }
    sequencer.start();
    if (witnessed.isEmpty()) {
      publisher.start();
    } else {
      witnessed.get().start(this::stop);
    }
  }

  private String readOnlyReason() throws DataFolderException {
    long journaled = folder.journaledEntries(store);
    String reason = folder.path() + " was opened to be read only";
    return journaled == 0
        ? reason
        : reason + "; %d entries of its journal cannot be read".formatted(journaled);
  }

  /**
   * Starts the log in a folder, after checking that its store is not behind what it has published.
   * The folder is closed with the log, or if this fails.
   *
   * @param passphrase of the key file; empty: it is not encrypted
   * @param readers runs what waits for checkpoints
   */
  public static HostedLog open(
      DataFolder folder, char[] passphrase, LogSettings settings, Executor readers)
      throws DataFolderException {
    try (Opening opening = new Opening(folder)) {
      SigningKey key = folder.signingKey(passphrase);
      WatchedStore store = opening.add(new WatchedStore(folder.storeFolder(), folder.openStore()));
      Journal journal = opening.add(folder.openJournal(store));
      HeadFile publishedHead = opening.add(folder.openPublishedHead());
      SignedCheckpoint published =
          folder.isReadOnly()
              ? StartCheck.newestPublished(folder, store, publishedHead)
              : StartCheck.startFrom(folder.path(), folder.verifierKey(), store, publishedHead);
      HostedLog log =
          new HostedLog(folder, key, store, journal, publishedHead, published, settings, readers);
      opening.succeeded();
      log.startOrClose();
      return log;
    }
  }

  private void startOrClose() throws DataFolderException {
    boolean started = false;
    try {
      start();
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /** The log's origin. */
  public String origin() {
    return folder.verifierKey().name();
  }

  /** The key that verifies the log's checkpoints. */
  public VerifierKey verifierKey() {
    return folder.verifierKey();
  }

  /** Why the log accepts nothing more, if so. */
  public Optional<StopCause> stopCause() {
    return Optional.ofNullable(stopped.getNow(null));
  }

  /** Whether the log was started to be read only: that it accepts nothing is no fault. */
  public boolean isReadOnly() {
    return folder.isReadOnly();
  }

  /** Why the log accepts nothing more, if so, in one line. */
  public Optional<String> stoppedBy() {
    return stopCause().map(StopCause::reason);
  }

  /** Runs {@code then} with the cause if the log ever stops, at once if it has. */
  public void whenStopped(Consumer<StopCause> then) {
    var _ = stopped.thenAccept(then);
  }

  /** Accepts an append, or refuses it; either way its outcome is told exactly once. */
  public void submit(Append append) {
    sequencer.submit(append);
  }

  /** What it has to do with events. */
  public LogEvents events() {
    return events;
  }

  /** The number of durable entries: each can be read, once a checkpoint covers it. */
  public long durableSize() {
    return sequencer.durableSize();
  }

  /** Has all durable entries stored without leisure: somebody waits to read them. */
  public void storeSoon() {
    sequencer.storeSoon();
  }

  /** Whether the disk is too full for appends; they go on by themselves when there is room. */
  public boolean isFull() {
    return !isReadOnly() && sequencer.isFull();
  }

  /** How many bytes the disk has left for the log. */
  public long freeBytes() throws IOException {
    return Files.getFileStore(folder.storeFolder()).getUsableSpace();
  }

  /** Publishes the log's heads. */
  public Publisher publisher() {
    return publisher;
  }

  /** Its witnesses, if it has any. */
  public Optional<WitnessedLog> witnessed() {
    return witnessed;
  }

  /** Reads the log. */
  public LogReader reader() {
    return reader;
  }

  /** Its tiles and entry bundles as the store has them: nothing of them is verified. */
  public TileSource tiles() {
    return tiles;
  }

  /** Finds entries by their leaf hash. */
  public LeafIndex leaves() {
    return leaves;
  }

  private void grown(TreeHead head) {
    publisher.grown(head);
    leaves.grown();
    events.grown();
  }

  private void recordInHistory(SignedCheckpoint checkpoint) {
    sequencer.record(new PublishedCheckpoint(checkpoint.head().size(), checkpoint.toBytes()));
  }

  /**
   * Ends appends and signing, for whatever has been found. What is published stays readable, for as
   * long as the process {@link StopCause#mustLeave need not leave}.
   */
  public void stop(StopCause cause) {
    sequencer.refuse(cause.reason());
    stopped.complete(cause);
    publisher.halt();
  }

  /** Decides all accepted appends, publishes them, and lets go of the folder. */
  @Override
  public void close() {
    events.finish();
    if (!folder.isReadOnly()) {
      sequencer.finishAppends();
    }
    publisher.close();
    witnessed.ifPresent(WitnessedLog::close);
    sequencer.close();
    leaves.close();
    events.close();
    journal.close();
    store.close();
    try {
      publishedHead.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      folder.close();
    }
  }
}
