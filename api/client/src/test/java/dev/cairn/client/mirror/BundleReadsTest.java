package dev.cairn.client.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.client.LogException;
import dev.cairn.client.UnreachableException;
import dev.cairn.client.tiles.TiledLog;
import dev.cairn.client.tiles.TiledLogReader;
import dev.cairn.client.tiles.TilesLocation;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.tiles.TileCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class BundleReadsTest {
  private static final int BUNDLES = 12;
  private static final int LARGE = 5;
  private static final int BUDGET = ByteBudget.LEAST_BYTES;

  @TempDir Path temp;
  private final TiledLog log = new TiledLog("entry", LARGE * 256L);
  private final List<Integer> bounds = new CopyOnWriteArrayList<>();
  private final AtomicInteger inMemory = new AtomicInteger();
  private final AtomicInteger mostInMemory = new AtomicInteger();

  @BeforeEach
  void start() {
    for (int i = 0; i < 256; i++) {
      log.append(new byte[4_000]);
    }
    log.grow(BUNDLES * 256L);
  }

  @Test
  void readsNoMoreThanThereIsAPlaceFor() throws Exception {
    Set<Long> read = ConcurrentHashMap.newKeySet();
    run(8, this::bounded, bundle -> read.add(bundle.tile().index()));
    assertEquals(BUNDLES, read.size());
    assertTrue(bounds.contains(2 << 20), "the large one");
    assertTrue(mostInMemory.get() <= BUDGET, mostInMemory + " bytes");
  }

  @Test
  void triesASmallPlaceFirstAndRemembersALargerOne() throws Exception {
    run(1, this::bounded, _ -> {});
    List<Integer> wanted = new CopyOnWriteArrayList<>();
    for (int i = 0; i < BUNDLES; i++) {
      if (i <= LARGE) {
        wanted.add(512 << 10);
      }
      if (i >= LARGE) {
        wanted.add(2 << 20);
      }
    }
    assertEquals(wanted, bounds);
  }

  @Test
  void readsSmallOnesAtTheSameTime() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    run(
        2,
        this::bounded,
        bundle -> {
          if (bundle.tile().index() < 2) {
            meet(both);
          }
        });
  }

  @Test
  void takesTheLargestPlaceWhereNoBoundIsHeeded() throws Exception {
    log.write(temp.resolve("log"));
    AtomicInteger under = new AtomicInteger();
    try (TiledLogReader reader = reader()) {
      run(
          8,
          BundleReads.Bounded.of(reader),
          _ -> {
            assertEquals(1, under.incrementAndGet(), "the budget is for one");
            Thread.onSpinWait();
            under.decrementAndGet();
          });
    }
  }

  private Optional<byte[]> bounded(Tile tile, int maxBytes) throws MalformedException {
    bounds.add(maxBytes);
    int now = inMemory.addAndGet(ByteBudget.COPIES * maxBytes);
    mostInMemory.accumulateAndGet(now, Math::max);
    try {
      byte[] file = log.bundle(tile);
      if (file.length > maxBytes) {
        throw new MalformedException("larger than " + maxBytes);
      }
      return Optional.of(file);
    } finally {
      inMemory.addAndGet(-ByteBudget.COPIES * maxBytes);
    }
  }

  private void run(int threads, BundleReads.Bounded bundles, BundleReads.Use use)
      throws IOException, LogException {
    log.write(temp.resolve("log"));
    try (TiledLogReader reader = reader();
        Workers workers = new Workers(threads)) {
      BundleReads reads =
          new BundleReads(
              log.head(log.size()), reader, new TileCache(100), bundles, new ByteBudget(BUDGET));
      workers.run(0, BUNDLES, index -> read(reads, index, use));
    }
  }

  private static void read(BundleReads reads, long index, BundleReads.Use use)
      throws LogException, InterruptedException {
    try {
      reads.read(index, use);
    } catch (IOException | VerificationException e) {
      throw new UnreachableException("not read", e);
    }
  }

  private static void meet(CyclicBarrier both) throws InterruptedException {
    try {
      var _ = both.await(10, TimeUnit.SECONDS);
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private TiledLogReader reader() {
    return TiledLogReader.open(new TilesLocation.Folder(temp.resolve("log")));
  }
}
