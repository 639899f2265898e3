package dev.cairn.server.log;

import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.Losses;
import dev.cairn.server.folder.PublishedMemory;
import dev.cairn.server.index.LeafIndex;
import dev.cairn.server.publish.HeadCheck;
import dev.cairn.server.publish.Publication;
import dev.cairn.server.publish.PublicationClock;
import dev.cairn.server.publish.Publisher;
import dev.cairn.server.read.LogReader;
import dev.cairn.server.scrub.ScrubStatus;
import dev.cairn.server.scrub.Scrubber;
import dev.cairn.server.sequence.Append;
import dev.cairn.server.sequence.AppendOutcome;
import dev.cairn.server.sequence.Sequencer;
import dev.cairn.server.stop.StopCause;
import dev.cairn.server.store.CountedStore;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.journal.Journal;
import dev.cairn.server.thread.Threads;
import dev.cairn.server.tiles.StoreTiles;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.tiles.TileSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running log. */
public final class HostedLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HostedLog.class);

  private final DataFolder folder;
  private final LogStore store;
  private final Scrubber scrubber;
  private final LogNumbers numbers;
  private final Journal journal;
  private final PublishedMemory memory;
  private final Publisher publisher;
  private final Sequencer sequencer;
  private final LogReader reader;
  private final TileSource tiles;
  private final LeafIndex leaves;
  private final LogEvents events;
  private final Optional<WitnessedLog> witnessed;
  private final CompletableFuture<StopCause> stopped = new CompletableFuture<>();
  private final List<SignedNote> losses;
  private final Hold hold;
  private final CompletableFuture<Void> released = new CompletableFuture<>();

  private HostedLog(
      DataFolder folder,
      SigningKey key,
      WatchedStore store,
      Journal journal,
      PublishedMemory memory,
      Publication published,
      Hold hold,
      LogSettings settings,
      Executor readers)
      throws DataFolderException {
    this.folder = folder;
    this.store = store;
    this.journal = journal;
    this.memory = memory;
    this.hold = hold;
    this.losses = folder.losses().all().stream().map(Losses.Declared::note).toList();
    this.publisher =
        new Publisher(
            Threads.PLATFORM,
            key,
            memory,
            settings.timing(),
            published.checkpoint(),
            store.head(),
            HeadCheck.after(store, published.checkpoint().head()),
            PublicationClock.after(settings.clock(), published.time()),
            this::published,
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
                    store,
                    this::recordInHistory,
                    readers));
    this.numbers =
        new LogNumbers(
            folder,
            store.counted(),
            journal,
            sequencer,
            publisher.board(),
            witnessed.map(WitnessedLog::board).orElseGet(publisher::board));
    this.scrubber =
        new Scrubber(
            new Scrubber.Log(
                origin(),
                folder.scrubFile(),
                store.counted().uncounted(),
                () -> publisher.published().head(),
                note -> SignedCheckpoint.open(note, verifierKey()).head(),
                reason -> stop(new StopCause(StopCause.Kind.CORRUPT, reason))),
            settings.scrub());
    this.leaves =
        folder.isReadOnly()
            ? LeafIndex.startReadOnly(origin(), folder.indexFolder(), store)
            : LeafIndex.start(origin(), folder.indexFolder(), store);
    this.events =
        LogEvents.start(folder, key, store, this::submit, since(settings.clock(), published));
    store.whenReadFails(e -> stop(StopCause.of("entries cannot be read", e)));
    if (folder.isReadOnly()) {
      released.complete(null); // it signs nothing anyway
    } else if (hold == Hold.NONE) {
      release();
    }
  }

  /** Events came no earlier than the newest publication, whatever the clock says. */
  private static InstantSource since(InstantSource clock, Publication published) {
    return () -> {
      Instant now = clock.instant();
      return now.isBefore(published.time()) ? published.time() : now;
    };
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
    heldBy().ifPresent(reason -> LOG.warn("{} is read-only: {}", origin(), reason));
    if (witnessed.isPresent() && hold.endsWithWitnesses()) {
      witnessed.get().start(!hold.isVouchedFor(), this::begin, this::stop);
    } else if (released.isDone()) {
      publisher.start();
    }
    scrubber.start();
  }

  /** The witnesses' quorum was heard, and the store has all that it remembers. */
  private void begin() {
    try {
      if (!hold.isVouchedFor()) {
        memory.renew(); // the head file too: it was left alone until now
      }
      release();
      publisher.start();
    } catch (DataFolderException | UncheckedIOException e) {
      stop(StopCause.of("the log cannot begin to sign", new IOException(e)));
    }
  }

  private void release() throws DataFolderException {
    folder.clearRestored();
    released.complete(null);
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
      WatchedStore store =
          opening.add(new WatchedStore(folder.storeFolder(), new CountedStore(folder.openStore())));
      Journal journal = opening.add(folder.openJournal(store));
      PublishedMemory memory = opening.add(memory(folder, settings));
      if (folder.restored().isEmpty() && !folder.isReadOnly()) {
        LostHeads.carryOut(folder, store, journal, memory, key, settings.clock());
      }
      Publication published = StartCheck.newest(folder.path(), store, memory);
      Hold hold = Hold.of(folder, store, memory, settings.witnesses().isPresent());
      renew(folder, memory, hold);
      HostedLog log =
          new HostedLog(folder, key, store, journal, memory, published, hold, settings, readers);
      opening.succeeded();
      log.startOrClose();
      return log;
    } catch (StoreException | UncheckedIOException e) {
      throw new DataFolderException(folder.path() + ": " + e.getMessage(), e);
    }
  }

  private static void renew(DataFolder folder, PublishedMemory memory, Hold hold) {
    if (memory.isHeadFileBehind()) {
      LOG.warn(
          "The head file of {} is behind the folder: the log ran without it, and what it signed then would go unnoticed after a restore; always start it with its head file",
          folder.verifierKey().name());
    }
    if (folder.isReadOnly()) {
      return;
    }
    if (hold.isVouchedFor()) {
      memory.renew();
    } else {
      memory.renewOwn(); // the head file must go on to tell what it has not seen
    }
  }

  private static PublishedMemory memory(DataFolder folder, LogSettings settings)
      throws DataFolderException {
    return settings.headFile().isPresent()
        ? PublishedMemory.open(folder, settings.headFile().get())
        : PublishedMemory.open(folder);
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

  /**
   * Why the log takes no appends and signs nothing though nothing has failed, if so: it was
   * restored, and may lack what was published. It is served read-only.
   */
  public Optional<String> heldBy() {
    if (released.isDone()) {
      return Optional.empty();
    }
    boolean asksNobody =
        hold == Hold.ANSWERS && !witnessed.map(WitnessedLog::needsWitnesses).orElse(false);
    return Optional.of(
        asksNobody
            ? "it was restored, and its policy has quorum none, so that no witness has to say what it remembers: start it with its head file or a policy with a quorum, or see cairn declare-loss --help"
            : hold.reason());
  }

  /** Runs {@code then} when the log takes appends: at once, unless it is held. */
  public void whenReleased(Runnable then) {
    var _ = released.thenRun(then);
  }

  /** How far the clock is behind the newest publication, if that keeps the log from signing. */
  public Optional<Duration> clockBehind() {
    return publisher.clockBehind();
  }

  /** The losses that the log has declared, the oldest first: signed notes. */
  public List<SignedNote> losses() {
    return losses;
  }

  /** Accepts an append, or refuses it; either way its outcome is told exactly once. */
  public void submit(Append append) {
    Optional<String> held = heldBy();
    if (held.isPresent()) {
      append.whenDecided().accept(new AppendOutcome.Stopped(held.get(), false));
    } else {
      sequencer.submit(append);
    }
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

  /** The log in numbers. */
  public LogNumbers numbers() {
    return numbers;
  }

  /** How far its scrub has come, and what it has found. */
  public ScrubStatus scrub() {
    return scrubber.status();
  }

  private void grown(TreeHead head) {
    numbers.grown(head.size());
    publisher.grown(head);
    leaves.grown();
    events.grown();
  }

  private void published(SignedCheckpoint checkpoint) {
    numbers.published();
    recordInHistory(checkpoint);
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
    scrubber.close();
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
      memory.close();
    } finally {
      folder.close();
    }
  }
}
