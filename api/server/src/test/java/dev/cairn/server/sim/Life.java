package dev.cairn.server.sim;

import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.store.StoreException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;

/** One run of the log: until it is closed, or does not start. */
final class Life {
  private final World world;
  private final Crew crew;
  private Optional<String> refusedBy = Optional.empty();
  private Optional<RunningLog> log = Optional.empty();
  private boolean isOver;

  Life(World world, Crew crew) {
    this.world = world;
    this.crew = crew;
  }

  /**
   * Opens the log, serves for a while, and closes it.
   *
   * @param users told once it serves
   */
  void run(long nanos, Consumer<RunningLog> users) {
    try {
      RunningLog opened = RunningLog.open(world, crew);
      log = Optional.of(opened);
      opened.start();
      users.accept(opened);
      crew.sleep(nanos);
      opened.close();
    } catch (StoreException | DataFolderException | UncheckedIOException e) {
      world.trace().add("does not start: " + e.getMessage());
      refusedBy = Optional.of(String.valueOf(e.getMessage()));
    } finally {
      isOver = true;
    }
  }

  boolean isOver() {
    return isOver;
  }

  /** Why it did not start. */
  Optional<String> refusedBy() {
    return refusedBy;
  }

  /** Why it has stopped. */
  Optional<String> stoppedBy() {
    return log.flatMap(RunningLog::stoppedBy);
  }
}
