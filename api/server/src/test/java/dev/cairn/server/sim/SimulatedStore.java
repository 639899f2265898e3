package dev.cairn.server.sim;

import dev.cairn.server.store.Commit;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.merkle.TreeHead;
import java.util.function.Function;

/** A store as one process has it open. Other threads run in the midst of what it does. */
final class SimulatedStore implements LogStore {
  private static final long MAX_COMMIT_NANOS = 100_000_000;
  private static final long MAX_FULL_NANOS = 3_000_000_000L;

  private final World world;
  private final Crew crew;
  private final StoredLog disk;
  private final Faults faults;
  private long fullUntil;
  private boolean hasFailed;

  SimulatedStore(World world, Crew crew) {
    this.world = world;
    this.crew = crew;
    this.disk = world.stored();
    this.faults = world.faults();
  }

  @Override
  public TreeHead head() {
    crew.letOthersRun();
    return disk.content().head();
  }

  @Override
  public void requireRoom(long bytes) {
    crew.letOthersRun();
    if (crew.nanoTime() < fullUntil) {
      faults.wasFull();
      throw new StoreException(StoreException.Kind.FULL, "the disk is full");
    }
  }

  @Override
  public void commit(Commit commit) {
    if (hasFailed) {
      throw world.trace().violation("the store is written to after it has failed");
    }
    crew.letOthersRun();
    if (faults.happens(Faults.Kind.STORE_FULL)) {
      fullUntil = crew.nanoTime() + faults.random().nextLong(MAX_FULL_NANOS);
    }
    requireRoom(commit.bytes());
    if (faults.happens(Faults.Kind.SLOW_COMMIT)) {
      crew.sleep(faults.random().nextLong(MAX_COMMIT_NANOS));
    }
    if (faults.happens(Faults.Kind.COMMIT_FAILS)) {
      throw failed();
    }
    make(commit);
    if (faults.happens(Faults.Kind.COMMIT_FAILS_MADE)) {
      throw failed();
    }
    crew.letOthersRun();
  }

  private void make(Commit commit) {
    disk.add(commit);
    world
        .trace()
        .add("commit of " + commit.entries().size() + " entries at " + commit.expected().size());
    if (world.rolledBack() != World.RolledBack.FOLDER) {
      world.ledger().committed(commit);
    }
  }

  private StoreException failed() {
    hasFailed = true;
    faults.failed();
    return new StoreException(StoreException.Kind.IO, "Input/output error");
  }

  @Override
  public <T> T read(Function<Snapshot, T> reading) {
    crew.letOthersRun();
    return disk.content().read(reading);
  }

  @Override
  public void close() {}
}
