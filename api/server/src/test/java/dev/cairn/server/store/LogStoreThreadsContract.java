package dev.cairn.server.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.TreeHasher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What every {@link LogStore} does when several threads use it. */
public abstract class LogStoreThreadsContract extends LogStoreFixture {
  @Test
  void aViewDoesNotSeeLaterCommits() throws Exception {
    store.commit(growth.next(small(0, 20)));
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch committed = new CountDownLatch(1);
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<Boolean> view = executor.submit(() -> readAround(reading, committed));
      assertTrue(reading.await(10, TimeUnit.SECONDS));
      // The commit returns while the reading goes on.
      store.commit(
          growth
              .next(small(20, 300), Map.of("k", new KeyUse(20, 300)))
              .with(List.of(new PublishedCheckpoint(320, new byte[] {1}))));
      committed.countDown();
      assertTrue(view.get(10, TimeUnit.SECONDS));
    }
    assertHolds(small(0, 320));
  }

  private boolean readAround(CountDownLatch reading, CountDownLatch committed) {
    return store.read(
        view -> {
          reading.countDown();
          await(committed);
          assertEquals(20, view.head().size());
          assertEquals(view.head(), new Prover(view).head(20));
          assertArrayEquals(small(19, 1).getFirst(), view.entry(19));
          assertThrows(IndexOutOfBoundsException.class, () -> view.entry(20));
          assertEquals(Optional.empty(), view.key("k"));
          assertEquals(List.of(), view.checkpoints(0, 1));
          return true;
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void manyReadWhileOneCommitsAndCloses() throws Exception {
    AtomicBoolean closing = new AtomicBoolean();
    List<Future<Long>> readers = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 300; i++) {
        int seed = i;
        readers.add(executor.submit(() -> readUntilClosed(new Random(seed), closing)));
      }
      for (int i = 0; i < 200; i++) {
        store.commit(growth.next(small(10 * i, 10)));
      }
      closing.set(true);
      store.close();
      for (Future<Long> reader : readers) {
        assertTrue(reader.get(20, TimeUnit.SECONDS) >= 0);
      }
    }
  }

  /** Returns how often it read; each time all that it read was of one commit. */
  private long readUntilClosed(Random random, AtomicBoolean closing) {
    TreeHasher hasher = new TreeHasher();
    for (long count = 0; ; count++) {
      try {
        store.read(
            view -> {
              long size = view.head().size();
              assertEquals(view.head(), new Prover(view).head(size));
              if (size > 0) {
                long index = random.nextLong(size);
                Hash leaf = view.leafHashes(index, index + 1).getFirst();
                assertEquals(leaf, hasher.leaf(view.entry(index)));
              }
              return true;
            });
      } catch (StoreException e) {
        assertTrue(closing.get(), e::toString);
        return count;
      }
    }
  }
}
