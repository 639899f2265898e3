package dev.cairn.server.log;

import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.HeadFile;
import dev.cairn.server.folder.Losses;
import dev.cairn.server.publish.HeadBoard;
import dev.cairn.server.publish.Publisher;
import dev.cairn.server.publish.Subscription;
import dev.cairn.server.read.LogReader;
import dev.cairn.server.stop.StopCause;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.witness.ForeignHistory;
import dev.cairn.server.witness.LogHistory;
import dev.cairn.server.witness.WitnessSettings;
import dev.cairn.server.witness.WitnessStatus;
import dev.cairn.server.witness.WitnessTiming;
import dev.cairn.server.witness.Witnessing;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.policy.WitnessPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running log's witnesses, and the heads that their quorum has cosigned. */
public final class WitnessedLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WitnessedLog.class);

  private final VerifierKey key;
  private final HeadFile memory;
  private final Publisher publisher;
  private final Witnessing witnessing;
  private final Subscription following;
  private final CompletableFuture<Consumer<StopCause>> stop = new CompletableFuture<>();

  private WitnessedLog(
      VerifierKey key,
      HeadFile memory,
      Optional<SignedCheckpoint> witnessed,
      WitnessSettings settings,
      Publisher publisher,
      LogHistory history,
      Consumer<SignedCheckpoint> record,
      Executor readers) {
    this.key = key;
    this.memory = memory;
    this.publisher = publisher;
    this.witnessing =
        new Witnessing(key, settings, history, witnessed, memory, record, readers, this::mustStop);
    this.following = publisher.board().subscribe(witnessing::published);
  }

  static WitnessedLog open(
      DataFolder folder,
      WitnessSettings settings,
      Publisher publisher,
      LogReader reader,
      LogStore store,
      Consumer<SignedCheckpoint> record,
      Executor readers)
      throws DataFolderException {
    History history = new History(reader, store, folder.losses());
    HeadFile memory = folder.openWitnessedHead();
    boolean opened = false;
    try {
      Optional<SignedCheckpoint> newest = memory.newest(folder.verifierKey());
      Optional<String> foreign =
          newest.flatMap(
              head -> new ForeignHistory(folder.verifierKey(), history).shownBy(head.toBytes()));
      if (foreign.isPresent()) {
        throw new DataFolderException(
            folder.path().resolve("witnessed") + " is not of this log: " + foreign.get());
      }
      newest.ifPresent(memory::remember); // if its sync had failed, it was read and is not there
      opened = true;
      return new WitnessedLog(
          folder.verifierKey(), memory, newest, settings, publisher, history, record, readers);
    } catch (IOException e) {
      throw new DataFolderException(folder.path() + ": " + e.getMessage(), e);
    } finally {
      if (!opened) {
        close(memory);
      }
    }
  }

  /**
   * Asks the witnesses, and lets the log begin as soon as enough of them are heard. Returns then,
   * or when the patience for the start is over.
   *
   * @param restored whether only witnesses count that say what they remember of the log
   * @param begin run once a quorum was heard, and none knows what the folder does not have
   * @param stop told why, if the log must sign nothing more
   * @throws DataFolderException if a witness shows, signed by this log, what the folder does not
   *     have
   */
  void start(boolean restored, Runnable begin, Consumer<StopCause> stop)
      throws DataFolderException {
    if (restored) {
      witnessing.demandAnswers();
    }
    witnessing.start();
    CompletableFuture<Void> cleared = witnessing.cleared();
    try {
      cleared.get(witnessing.timing().startPatience().toNanos(), TimeUnit.NANOSECONDS);
      begin.run();
    } catch (TimeoutException e) {
      LOG.warn("{} signs nothing until a quorum of its witnesses was asked", key.name());
      var _ = witnessing.cleared().thenRun(() -> startLate(begin)).exceptionally(this::stopLate);
    } catch (ExecutionException e) {
      throw new DataFolderException(key.name() + " must not sign: " + cause(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataFolderException("interrupted while asking the witnesses of " + key.name(), e);
    }
    this.stop.complete(stop);
  }

  private void startLate(Runnable begin) {
    LOG.info("A quorum of the witnesses of {} was asked; it signs now", key.name());
    begin.run();
  }

  private Void stopLate(Throwable thrown) {
    mustStop(StopCause.otherHistory(cause(thrown)));
    return null;
  }

  private static String cause(Throwable thrown) {
    Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
    return String.valueOf(cause.getMessage());
  }

  private void mustStop(StopCause cause) {
    LOG.error("{} signs nothing more: {}", key.name(), cause.reason());
    var _ = stop.thenAccept(told -> told.accept(cause));
  }

  /**
   * The first witnessed checkpoint of at least {@code size}; waiting for it causes it. Give up
   * waiting by completing the future.
   *
   * @param size at most the durable size
   */
  public CompletableFuture<SignedCheckpoint> await(long size) {
    publisher.demand(size);
    return witnessing.await(size);
  }

  /** Shows the witnessed heads. */
  public HeadBoard board() {
    return witnessing.board();
  }

  /** When witnesses are asked, and how long for. */
  public WitnessTiming timing() {
    return witnessing.timing();
  }

  /** How each witness keeps up. */
  public List<WitnessStatus> status() {
    return witnessing.status();
  }

  /** Whether a kept checkpoint claims a quorum's cosignatures. */
  public boolean claimsQuorum(SignedCheckpoint kept) {
    return witnessing.claimsQuorum(kept);
  }

  /** Whether the policy's quorum asks for any witness. */
  public boolean needsWitnesses() {
    return witnessing.needsWitnesses();
  }

  /** Goes over to another policy, which {@link dev.cairn.server.witness.PolicyFile} has checked. */
  public void use(WitnessPolicy policy) {
    witnessing.use(policy);
  }

  @Override
  public void close() {
    following.close();
    witnessing.close();
    close(memory);
  }

  private static void close(HeadFile memory) {
    try {
      memory.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record History(LogReader reader, LogStore store, Losses losses) implements LogHistory {
    @Override
    public Optional<TreeHead> stored(long size) {
      return StartCheck.stored(store, size);
    }

    @Override
    public boolean isDeclaredLost(TreeHead head) {
      return losses.name(head);
    }

    @Override
    public SignedCheckpoint newest() {
      return reader.newest();
    }

    @Override
    public TreeHead head(long size) {
      return reader.head(size);
    }

    @Override
    public List<Hash> consistency(long first, long second) {
      return reader.consistency(first, second);
    }
  }
}
