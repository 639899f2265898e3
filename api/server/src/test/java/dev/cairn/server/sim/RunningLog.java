package dev.cairn.server.sim;

import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.HeadFile;
import dev.cairn.server.log.SimulatedStart;
import dev.cairn.server.publish.HeadCheck;
import dev.cairn.server.publish.Publication;
import dev.cairn.server.publish.PublicationClock;
import dev.cairn.server.publish.PublishTiming;
import dev.cairn.server.publish.Publisher;
import dev.cairn.server.publish.PublisherStoppedException;
import dev.cairn.server.read.LogReader;
import dev.cairn.server.sequence.Append;
import dev.cairn.server.sequence.Sequencer;
import dev.cairn.server.sequence.SequencerLimits;
import dev.cairn.server.stop.StopCause;
import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.journal.Journal;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** The log's parts, put together in the same order as those of a hosted log. */
final class RunningLog {
  private static final SequencerLimits LIMITS = new SequencerLimits(40, 16_000, 12, 6_000);

  private final World world;
  private final Crew crew;
  private final SimulatedStore store;
  private final Journal journal;
  private final HeadFile heads;
  private final Publisher publisher;
  private final Sequencer sequencer;
  private final LogReader reader;
  private final Optional<Cosigning> cosigning;
  private Optional<String> stoppedBy = Optional.empty();
  private boolean isClosing;

  private RunningLog(
      World world,
      Crew crew,
      SimulatedStore store,
      Journal journal,
      HeadFile heads,
      SignedCheckpoint published) {
    this.world = world;
    this.crew = crew;
    this.store = store;
    this.journal = journal;
    this.heads = heads;
    this.publisher =
        new Publisher(
            crew,
            world.key(),
            this::remember,
            PublishTiming.DEFAULT,
            published,
            store.head(),
            HeadCheck.after(store, published.head()),
            PublicationClock.after(() -> Instant.EPOCH, Instant.EPOCH),
            this::record,
            crew,
            this::stop,
            this::storeSoon);
    this.sequencer = new Sequencer(crew, "log", store, journal, LIMITS, this::grown, this::stop);
    this.reader = new LogReader(store, publisher);
    var _ = publisher.board().subscribe(this::look);
    this.cosigning =
        world
            .witnesses()
            .map(
                witnesses ->
                    new Cosigning(
                        world,
                        witnesses,
                        crew,
                        publisher,
                        reader,
                        store,
                        this::record,
                        this::stop));
  }

  static RunningLog open(World world, Crew crew) throws DataFolderException {
    SimulatedStore store = new SimulatedStore(world, crew);
    Journal journal =
        Journal.open(
            Path.of("journal"), world.open(world.journalFile(), crew), World.JOURNAL_BYTES, store);
    HeadFile heads = HeadFile.open(Path.of("published"), world.open(world.headFile(), crew));
    SignedCheckpoint published = SimulatedStart.check(world.key().verifierKey(), store, heads);
    world.trace().add("starts from " + published.head().size() + " of " + store.head().size());
    switch (world.rolledBack()) {
      case NOTHING -> {
        world.ledger().opened(world.stored().content().head(), published);
        world.ledger().requireAcknowledged(kept(world, journal).content());
      }
      case STORE -> world.ledger().opened(world.stored().content().head(), published);
      case FOLDER -> {}
    }
    return new RunningLog(world, crew, store, journal, heads, published);
  }

  /** What the store has, and what waits in the journal for room in it. */
  private static StoredLog kept(World world, Journal journal) {
    StoredLog stored = world.stored();
    if (journal.unstored().isEmpty()) {
      return stored;
    }
    StoredLog kept = stored.copy(stored.commits());
    journal.unstored().forEach(kept::add);
    return kept;
  }

  void start() {
    sequencer.start();
    cosigning.ifPresentOrElse(Cosigning::start, publisher::start);
  }

  private void storeSoon() {
    sequencer.storeSoon();
  }

  private void grown(TreeHead head) {
    crew.letOthersRun();
    publisher.grown(head);
  }

  private void remember(Publication publication) {
    SignedCheckpoint checkpoint = publication.checkpoint();
    if (world.rolledBack() == World.RolledBack.FOLDER) {
      throw world.trace().violation("a folder that was rolled back is signed for");
    }
    world.ledger().signed(checkpoint, world.stored().content().head());
    heads.remember(checkpoint); // without the machine's time, which is of no seed
    world.trace().add("publishes " + checkpoint.head().size());
  }

  private void record(SignedCheckpoint checkpoint) {
    crew.letOthersRun();
    sequencer.record(new PublishedCheckpoint(checkpoint.head().size(), checkpoint.toBytes()));
  }

  /** Looks at what is published, as anybody may at any time. */
  SignedCheckpoint look() {
    SignedCheckpoint seen = publisher.published();
    if (seen.head().size() > world.ledger().shown().size()
        && !world.headFile().hasDurably(seen.toBytes(), 4_096)) {
      throw world.trace().violation("shown is " + seen.head() + ", remembered it is not");
    }
    world.ledger().shown(seen);
    return seen;
  }

  private void stop(StopCause cause) {
    String reason = cause.reason();
    world.trace().add("stops: " + reason);
    sequencer.refuse(reason);
    publisher.halt();
    stoppedBy = Optional.of(reason);
  }

  void close() {
    world.trace().add("closes");
    isClosing = true;
    sequencer.finishAppends();
    publisher.close();
    cosigning.ifPresent(Cosigning::close);
    sequencer.close();
    journal.close();
    store.close();
    try {
      heads.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    world.trace().add("is closed");
  }

  /** Appends to a log that was rolled back what its history does not have. */
  void forkHistory() {
    byte[] entry = "another:".getBytes(StandardCharsets.US_ASCII);
    submit(new Append(List.of(entry), Optional.empty(), Append.Goal.CHECKPOINT, _ -> {}));
  }

  void submit(Append append) {
    sequencer.submit(append);
  }

  /** Waits for a checkpoint of a size; none comes if the log stops or is closed. */
  void await(long size) {
    try {
      SignedCheckpoint checkpoint = publisher.await(size).join();
      if (checkpoint.head().size() < size) {
        throw world.trace().violation("awaited was " + size + ", shown " + checkpoint.head());
      }
      world.ledger().shown(checkpoint);
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof PublisherStoppedException)) {
        throw e;
      }
    }
  }

  /** Waits for a checkpoint that is witnessed, if there are witnesses. */
  void awaitWitnessed(long size) {
    cosigning.ifPresent(witnesses -> witnesses.await(size));
  }

  LogReader reader() {
    return reader;
  }

  boolean isClosing() {
    return isClosing;
  }

  /** Why it has stopped, if so. */
  Optional<String> stoppedBy() {
    return stoppedBy;
  }
}
