package dev.cairn.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.note.SignedNote;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many at once submit different next heads of one log: each known head has one successor. */
@Timeout(60)
final class RaceTest {
  private static final int SIZE = 600;
  private static final int THREADS = 16;
  private static final TestLog LOG = new TestLog("example.com/log", SIZE);

  @TempDir Path folder;
  private Witness witness;

  @BeforeEach
  void open() {
    witness = TestWitness.create(folder, LOG.vkey());
  }

  @AfterEach
  void close() {
    witness.close();
  }

  @Test
  void neverGoesBack() throws Exception {
    Map<Integer, Integer> successors = new ConcurrentHashMap<>();
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> watch = threads.submit(() -> watch(over));
      List<Callable<Boolean>> racers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(i);
        racers.add(() -> race(random, successors));
      }
      List<Future<Boolean>> raced = threads.invokeAll(racers);
      over.set(true);
      for (Future<Boolean> racer : raced) {
        assertTrue(racer.get());
      }
      assertTrue(watch.get() > 10, "the watch has seen it grow");
    }
    int size = 0;
    int steps = 0;
    while (successors.containsKey(size)) {
      size = successors.get(size);
      steps++;
    }
    assertEquals(SIZE, size, "the successors are one chain");
    assertEquals(successors.size(), steps, "and nothing was cosigned beside it");
    assertEquals(LOG.head(SIZE), witness.known("example.com/log"));
    SignedNote shown = witness.cosigned(OriginHash.of("example.com/log")).orElseThrow();
    assertEquals(LOG.checkpoint(SIZE).note().text(), shown.text());
  }

  private boolean race(Random random, Map<Integer, Integer> successors) {
    while (true) {
      int old = (int) witness.known("example.com/log").size();
      if (old == SIZE) {
        return true;
      }
      int next = Math.min(SIZE, old + 1 + random.nextInt(5));
      switch (witness.addCheckpoint(LOG.request(old, next))) {
        case WitnessAnswer.Cosigned _ ->
            assertNull(successors.putIfAbsent(old, next), () -> "two successors of " + old);
        case WitnessAnswer.Conflict conflict -> assertTrue(conflict.knownSize() > old);
        case WitnessAnswer.Refused refused -> throw new AssertionError(refused.message());
        case WitnessAnswer.Stopped stopped -> throw new AssertionError(stopped.message());
      }
    }
  }

  private int watch(AtomicBoolean over) {
    long before = 0;
    int grown = 0;
    while (!over.get()) {
      long now = witness.known("example.com/log").size();
      assertTrue(now >= before, () -> "it went back to " + now);
      grown += now > before ? 1 : 0;
      before = now;
    }
    return grown;
  }
}
