package dev.cairn.server.sim;

import dev.cairn.server.folder.HeadFile;
import dev.cairn.server.publish.Publisher;
import dev.cairn.server.publish.PublisherStoppedException;
import dev.cairn.server.publish.Subscription;
import dev.cairn.server.read.LogReader;
import dev.cairn.server.stop.StopCause;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.witness.LogHistory;
import dev.cairn.server.witness.Witnessing;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.TreeHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** One life's exchange with the witnesses, put together as that of a hosted log. */
final class Cosigning {
  private static final int SLOT = 512 << 10;

  private final World world;
  private final Witnesses witnesses;
  private final Publisher publisher;
  private final Consumer<StopCause> stop;
  private final HeadFile memory;
  private final Witnessing witnessing;
  private final Subscription following;

  Cosigning(
      World world,
      Witnesses witnesses,
      Crew crew,
      Publisher publisher,
      LogReader reader,
      LogStore store,
      Consumer<SignedCheckpoint> record,
      Consumer<StopCause> stop) {
    this.world = world;
    this.witnesses = witnesses;
    this.publisher = publisher;
    this.stop = stop;
    try {
      this.memory =
          HeadFile.openCosigned(Path.of("witnessed"), world.open(world.witnessedFile(), crew));
      Optional<SignedCheckpoint> newest = memory.newest(world.key().verifierKey());
      newest.ifPresent(memory::remember);
      if (world.rolledBack() != World.RolledBack.FOLDER) {
        world.ledger().startsWitnessed(newest.map(SignedCheckpoint::head).orElse(TreeHead.EMPTY));
      }
      this.witnessing =
          witnesses
              .links(crew)
              .witnessing(
                  crew,
                  world.key().verifierKey(),
                  witnesses.settings(),
                  new History(reader, store),
                  newest,
                  this::remember,
                  record,
                  crew,
                  stop);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.following = publisher.board().subscribe(witnessing::published);
    var _ = witnessing.board().subscribe(this::look);
  }

  private void remember(SignedCheckpoint cosigned) {
    world.trace().add("a quorum has cosigned " + cosigned.head().size());
    memory.remember(cosigned);
  }

  /** Signs as soon as a quorum was heard, and not before. */
  void start() {
    witnessing.start();
    var _ = witnessing.cleared().thenRun(publisher::start).exceptionally(this::mustStop);
  }

  private Void mustStop(Throwable thrown) {
    Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
    stop.accept(StopCause.otherHistory(String.valueOf(cause.getMessage())));
    return null;
  }

  private void look() {
    witnessing.board().newest().ifPresent(this::seen);
  }

  private void seen(SignedCheckpoint cosigned) {
    if (cosigned.head().size() > world.ledger().witnessed().size()
        && !world.witnessedFile().hasDurably(text(cosigned), SLOT)) {
      throw world.trace().violation("witnessed is " + cosigned.head() + ", remembered it is not");
    }
    if (!witnesses.isQuorum(cosigned)) {
      throw world.trace().violation("witnessed is " + cosigned.head() + ", without a quorum");
    }
    world.ledger().witnessed(cosigned);
  }

  /** Without signatures: those that come when there is a quorum already are not remembered. */
  private static byte[] text(SignedCheckpoint cosigned) {
    return cosigned.note().text().getBytes(StandardCharsets.UTF_8);
  }

  /** Waits for a witnessed checkpoint of a size; none comes if the log stops or is closed. */
  void await(long size) {
    publisher.demand(size);
    try {
      seen(witnessing.await(size).join());
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof PublisherStoppedException)) {
        throw e;
      }
    }
  }

  void close() {
    following.close();
    witnessing.close();
    try {
      memory.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record History(LogReader reader, LogStore store) implements LogHistory {
    @Override
    public Optional<TreeHead> stored(long size) {
      return store.read(
          view ->
              size <= view.head().size()
                  ? Optional.of(new Prover(view).head(size))
                  : Optional.empty());
    }

    @Override
    public boolean isDeclaredLost(TreeHead head) {
      return false;
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
