package dev.cairn.server.search;

import dev.cairn.server.store.Commit;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.Snapshot;
import dev.cairn.tree.merkle.TreeHead;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A store whose readers can be held up. */
final class GatedStore implements LogStore {
  private final LogStore store;
  private final CountDownLatch visited = new CountDownLatch(1);
  private final AtomicInteger free = new AtomicInteger();
  private volatile BooleanSupplier headIsGated = () -> false;
  private volatile CountDownLatch headGate = new CountDownLatch(0);
  private volatile CountDownLatch gate = new CountDownLatch(0);

  GatedStore(LogStore store) {
    this.store = store;
  }

  /** Holds up all readings after the next {@code readings}. */
  void shutAfter(int readings) {
    free.set(readings);
    gate = new CountDownLatch(1);
  }

  /** Holds up whoever asks for the head at a moment that {@code when} names. */
  void shutHead(BooleanSupplier when) {
    headIsGated = when;
    headGate = new CountDownLatch(1);
  }

  void open() {
    headGate.countDown();
    gate.countDown();
  }

  /** Waits until somebody stands before the gate. */
  void awaitVisitor() throws InterruptedException {
    if (!visited.await(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nobody came");
    }
  }

  @Override
  public <T> T read(Function<Snapshot, T> reading) {
    if (gate.getCount() > 0 && free.getAndDecrement() <= 0) {
      waitAt(gate);
    }
    return store.read(reading);
  }

  private void waitAt(CountDownLatch shut) {
    visited.countDown();
    try {
      shut.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public TreeHead head() {
    if (headGate.getCount() > 0 && headIsGated.getAsBoolean()) {
      waitAt(headGate);
    }
    return store.head();
  }

  @Override
  public void requireRoom(long bytes) {
    store.requireRoom(bytes);
  }

  @Override
  public void commit(Commit commit) {
    store.commit(commit);
  }

  @Override
  public void close() {
    store.close();
  }
}
