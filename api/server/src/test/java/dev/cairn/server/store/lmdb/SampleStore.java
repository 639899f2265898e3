package dev.cairn.server.store.lmdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.server.store.Commit;
import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.TreeGrowth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A store with pages of every kind, and what is in it. */
final class SampleStore {
  static final String ORIGIN = "log.example";
  static final LmdbOptions OPTIONS = new LmdbOptions(1 << 20, 1L << 40, 150, 4);

  private static final int COMMITS = 250;

  final List<byte[]> entries = new ArrayList<>();
  final Map<String, KeyUse> keys = new HashMap<>();
  final List<PublishedCheckpoint> checkpoints = new ArrayList<>();

  /** What is in no store. */
  SampleStore() {}

  /** Fills an empty folder; the same at any time. */
  SampleStore(Path folder) {
    LmdbLogStore.create(folder, ORIGIN);
    try (LogStore store = open(folder)) {
      TreeGrowth growth = new TreeGrowth();
      Random random = new Random(42);
      for (int i = 0; i < COMMITS; i++) {
        store.commit(next(growth, random));
      }
      checkpoints.addAll(store.read(view -> view.checkpoints(0, Integer.MAX_VALUE)));
    }
  }

  static LogStore open(Path folder) {
    return LmdbLogStore.open(folder, ORIGIN, OPTIONS);
  }

  private Commit next(TreeGrowth growth, Random random) {
    List<byte[]> more = new ArrayList<>();
    for (int i = random.nextInt(30); i >= 0; i--) {
      byte[] entry = new byte[1 + random.nextInt(random.nextInt(40) == 0 ? 9_000 : 120)];
      random.nextBytes(entry);
      more.add(entry);
    }
    Map<String, KeyUse> used = new HashMap<>();
    for (int i = 0; i < 8; i++) {
      used.put("key %016x".formatted(random.nextLong()), new KeyUse(growth.head().size(), 1));
    }
    entries.addAll(more);
    keys.putAll(used);
    Commit commit = growth.next(more, used);
    return commit.with(List.of(checkpoint(growth.head().size(), random.nextInt(4) * 900)));
  }

  private static PublishedCheckpoint checkpoint(long size, int more) {
    String note = "%s\n%d\nroot\n\n%s".formatted(ORIGIN, size, "x".repeat(more));
    return new PublishedCheckpoint(size, note.getBytes(UTF_8));
  }

  /** A commit that touches each table. */
  static Commit further(TreeGrowth growth, int seed) {
    long size = growth.head().size();
    List<byte[]> more = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      more.add(("further " + seed + " " + i).getBytes(UTF_8));
    }
    Map<String, KeyUse> used = new HashMap<>();
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      used.put("key %016x".formatted(random.nextLong()), new KeyUse(size, 100));
    }
    return growth.next(more, used).with(List.of(checkpoint(size + 100, 900)));
  }

  /**
   * Reads all in every way. A wrong entry or hash is the tree's to show, and a wrong checkpoint its
   * signature's; what is said of an idempotency key must be right.
   *
   * @return how many readings were refused
   */
  int readAll(LogStore store) {
    int refused = 0;
    refused += refused(store, view -> readEntries(view));
    refused += refused(store, view -> view.entries(0, view.head().size(), (_, _) -> true));
    refused += refused(store, SampleStore::readHashes);
    refused += refused(store, this::readKeys);
    refused += refused(store, this::findKeys);
    refused += refused(store, view -> view.checkpoints(0, Integer.MAX_VALUE));
    refused += refused(store, this::findCheckpoints);
    return refused;
  }

  private interface Reading {
    void read(Snapshot view);
  }

  private static int refused(LogStore store, Reading reading) {
    try {
      return store.read(
          view -> {
            reading.read(view);
            return 0;
          });
    } catch (StoreException e) {
      return 1;
    }
  }

  private static void readEntries(Snapshot view) {
    for (long index = 0; index < Math.min(view.head().size(), 20_000); index += 7) {
      view.entry(index);
    }
  }

  private static void readHashes(Snapshot view) {
    for (int level = 0; level <= 60; level += 4) {
      view.hashes(level, 0, Math.min(view.head().size() >> level, 1 << 20));
    }
  }

  private void readKeys(Snapshot view) {
    Map<String, KeyUse> found = new HashMap<>();
    view.keys(found::put);
    Map<String, KeyUse> missing = new HashMap<>(keys);
    missing.entrySet().removeAll(found.entrySet());
    assertEquals(Map.of(), missing);
  }

  private void findKeys(Snapshot view) {
    keys.forEach(
        (key, use) -> {
          if (findKey(view, key) instanceof KeyUse found) {
            assertEquals(use, found);
          }
          assertEquals(Optional.empty(), findMissing(view, key + "x"));
        });
  }

  /** What was found of a key that is there; or that the reading was refused. */
  private static Object findKey(Snapshot view, String key) {
    try {
      return view.key(key).orElseThrow(() -> new AssertionError("no key " + key));
    } catch (StoreException e) {
      return e;
    }
  }

  private static Optional<KeyUse> findMissing(Snapshot view, String key) {
    try {
      return view.key(key);
    } catch (StoreException e) {
      return Optional.empty();
    }
  }

  private void findCheckpoints(Snapshot view) {
    checkpoints.forEach(checkpoint -> view.checkpoint(checkpoint.size()));
  }
}
