package dev.cairn.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.TreeHasher;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** An empty store for each test, and what to do with it. */
@Timeout(60)
abstract class LogStoreFixture {
  private static final int KEPT_CHECKPOINTS = 5;

  LogStore store = new MemoryLogStore();
  TreeGrowth growth = new TreeGrowth();

  /** A store of an empty log that keeps {@code keptCheckpoints}. */
  protected abstract LogStore newStore(int keptCheckpoints) throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    store = newStore(KEPT_CHECKPOINTS);
    growth = new TreeGrowth();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  static List<byte[]> entries(Random random, int count, int maxBytes) {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] entry = new byte[1 + random.nextInt(maxBytes)];
      random.nextBytes(entry);
      entries.add(entry);
    }
    return entries;
  }

  static List<byte[]> small(int from, int count) {
    List<byte[]> entries = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      entries.add(("entry " + i).getBytes(UTF_8));
    }
    return entries;
  }

  final void assertHolds(List<byte[]> expected) {
    store.read(
        view -> {
          assertEquals(expected.size(), view.head().size());
          List<byte[]> found = new ArrayList<>();
          view.entries(
              0,
              expected.size(),
              (index, entry) -> {
                assertEquals(found.size(), index);
                return found.add(entry);
              });
          assertEquals(expected.size(), found.size());
          TreeHasher hasher = new TreeHasher();
          List<Hash> leaves = view.leafHashes(0, expected.size());
          for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), found.get(i), "entry " + i);
            assertArrayEquals(expected.get(i), view.entry(i), "entry " + i);
            assertEquals(hasher.leaf(expected.get(i)), leaves.get(i), "leaf " + i);
          }
          assertEquals(view.head(), new Prover(view).head(expected.size()));
          assertEquals(view.head(), Frontier.load(expected.size(), view).head());
          return true;
        });
  }
}
