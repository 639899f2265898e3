package dev.cairn.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.server.store.StoreException.Kind;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.TreeHead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link LogStore} does. */
public abstract class LogStoreContract extends LogStoreFixture {

  @Test
  void beginsEmpty() {
    assertEquals(TreeHead.EMPTY, store.head());
    store.read(
        view -> {
          assertEquals(TreeHead.EMPTY, view.head());
          assertEquals(List.of(), view.leafHashes(0, 0));
          assertEquals(List.of(), view.checkpoints(0, 10));
          assertEquals(Optional.empty(), view.checkpoint(0));
          assertEquals(Optional.empty(), view.key("k"));
          view.entries(0, 0, (_, _) -> fail());
          view.keys((_, _) -> fail());
          assertThrows(IndexOutOfBoundsException.class, () -> view.entry(0));
          return true;
        });
  }

  private static boolean fail() {
    throw new AssertionError("there should be nothing");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void returnsWhatWasCommitted(long seed) {
    Random random = new Random(seed);
    int maxBytes = new int[] {20, 400, 5_000, 65_535}[(int) seed - 1];
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      List<byte[]> batch = entries(random, random.nextInt(80), maxBytes);
      Commit commit = growth.next(batch);
      store.commit(commit);
      all.addAll(batch);
      assertEquals(commit.next(), store.head());
    }
    assertHolds(all);
  }

  @Test
  void takesEntriesOneByOne() {
    List<byte[]> all = small(0, 700);
    all.forEach(entry -> store.commit(growth.next(List.of(entry))));
    assertHolds(all);
  }

  @Test
  void takesEntriesOfEveryLengthAroundAPage() {
    List<byte[]> all = new ArrayList<>();
    for (int length = 4_060; length <= 4_110; length++) {
      all.add(new byte[length]);
      all.add(new byte[] {1});
    }
    for (int length : List.of(1, 2_020, 2_040, 8_160, 8_176, 8_192, 65_534, 65_535)) {
      all.add(new byte[length]);
      all.add(new byte[length]);
    }
    store.commit(growth.next(all.subList(0, 40)));
    all.subList(40, all.size()).forEach(entry -> store.commit(growth.next(List.of(entry))));
    assertHolds(all);
  }

  @Test
  void provesEveryEntryAtEverySize() throws VerificationException {
    int size = 200;
    List<TreeHead> heads = new ArrayList<>(List.of(store.head()));
    for (byte[] entry : small(0, size)) {
      store.commit(growth.next(List.of(entry)));
      heads.add(store.head());
    }
    List<Hash> leaves = store.read(view -> view.leafHashes(0, size));
    for (int at = 1; at <= size; at += 7) {
      for (int index = 0; index < at; index++) {
        long i = index;
        long n = at;
        List<Hash> proof = store.read(view -> new Prover(view).inclusion(i, n));
        ProofVerifier.inclusion(index, leaves.get(index), heads.get(at), proof);
      }
      long n = at;
      List<Hash> proof = store.read(view -> new Prover(view).consistency(n, size));
      ProofVerifier.consistency(heads.get(at), heads.get(size), proof);
    }
  }

  @Test
  void readsRangesFromAnywhere() {
    List<byte[]> all = entries(new Random(9), 500, 300);
    store.commit(growth.next(all));
    Random random = new Random(10);
    for (int i = 0; i < 200; i++) {
      int start = random.nextInt(500);
      int end = start + random.nextInt(501 - start);
      int enough = 1 + random.nextInt(100);
      List<byte[]> found = new ArrayList<>();
      store.read(
          view -> {
            view.entries(
                start,
                end,
                (_, entry) -> {
                  found.add(entry);
                  return found.size() < enough;
                });
            return true;
          });
      assertEquals(Math.min(enough, end - start), found.size());
      for (int j = 0; j < found.size(); j++) {
        assertArrayEquals(all.get(start + j), found.get(j));
      }
    }
  }

  @Test
  void refusesPositionsBeyondTheTree() {
    store.commit(growth.next(small(0, 40)));
    store.read(
        view -> {
          assertEquals(2, view.hashes(4, 0, 2).size());
          assertThrows(IndexOutOfBoundsException.class, () -> view.hashes(4, 0, 3));
          assertThrows(IndexOutOfBoundsException.class, () -> view.leafHashes(39, 41));
          assertThrows(IndexOutOfBoundsException.class, () -> view.leafHashes(-1, 3));
          assertThrows(IndexOutOfBoundsException.class, () -> view.entry(40));
          assertThrows(IndexOutOfBoundsException.class, () -> view.entry(-1));
          assertThrows(IndexOutOfBoundsException.class, () -> view.entries(0, 41, (_, _) -> true));
          assertThrows(IllegalArgumentException.class, () -> view.hashes(3, 0, 1));
          return true;
        });
  }

  @Test
  void refusesAnotherHead() {
    store.commit(growth.next(small(0, 3)));
    TreeGrowth fork = new TreeGrowth();
    Commit commit = fork.next(small(0, 5));
    StoreException e = assertThrows(StoreException.class, () -> store.commit(commit));
    assertEquals(Kind.HEAD_MOVED, e.kind());
    assertHolds(small(0, 3));
  }

  @Test
  void remembersIdempotencyKeys() {
    Map<String, KeyUse> first = Map.of("a", new KeyUse(0, 2), "ключ", new KeyUse(2, 1));
    store.commit(growth.next(small(0, 3), first));
    Map<String, KeyUse> second = Map.of("b", new KeyUse(3, 1));
    store.commit(growth.next(small(3, 1), second));
    store.read(
        view -> {
          assertEquals(Optional.of(new KeyUse(0, 2)), view.key("a"));
          assertEquals(Optional.of(new KeyUse(2, 1)), view.key("ключ"));
          assertEquals(Optional.of(new KeyUse(3, 1)), view.key("b"));
          assertEquals(Optional.empty(), view.key("c"));
          Map<String, KeyUse> all = new HashMap<>();
          view.keys(all::put);
          assertEquals(3, all.size());
          return true;
        });
  }

  @Test
  void handsOverIdempotencyKeysInPortions() {
    Map<String, KeyUse> uses =
        Map.of("a", new KeyUse(0, 2), "ab", new KeyUse(1, 1), "ключ", new KeyUse(2, 1));
    store.commit(growth.next(small(0, 3), uses));
    store.read(
        view -> {
          List<String> keys = new ArrayList<>();
          view.keys("", 2, (key, _) -> keys.add(key));
          assertEquals(List.of("a", "ab"), keys);
          view.keys("ab", 2, (key, _) -> keys.add(key));
          assertEquals(List.of("a", "ab", "ключ"), keys);
          view.keys("aa", 1, (key, use) -> keys.add(key + use.firstIndex()));
          view.keys("ключ", 9, (_, _) -> fail());
          assertEquals("ab1", keys.getLast());
          return true;
        });
  }

  @Test
  void refusesAKeyThatIsInUse() {
    Map<String, KeyUse> keys = Map.of("a", new KeyUse(0, 1));
    store.commit(growth.next(small(0, 1), keys));
    Commit again = growth.next(small(1, 1), Map.of("a", new KeyUse(1, 1)));
    assertThrows(IllegalArgumentException.class, () -> store.commit(again));
    assertHolds(small(0, 1));
    assertEquals(Optional.of(new KeyUse(0, 1)), store.read(view -> view.key("a")));
    store.commit(TreeGrowth.of(store).next(small(1, 1)));
    assertHolds(small(0, 2));
  }

  @Test
  void keepsTheNewestCheckpoints() {
    for (int size = 1; size <= 9; size++) {
      byte[] note = ("note " + size).getBytes(UTF_8);
      store.commit(
          growth.next(small(size - 1, 1)).with(List.of(new PublishedCheckpoint(size, note))));
    }
    store.read(
        view -> {
          assertEquals(Optional.empty(), view.checkpoint(4));
          assertArrayEquals("note 5".getBytes(UTF_8), view.checkpoint(5).orElseThrow());
          assertEquals(List.of(5L, 6L, 7L, 8L, 9L), sizes(view.checkpoints(0, 100)));
          assertEquals(List.of(7L, 8L), sizes(view.checkpoints(7, 2)));
          assertEquals(List.of(), view.checkpoints(10, 2));
          assertArrayEquals("note 9".getBytes(UTF_8), view.checkpoints(9, 1).getFirst().note());
          return true;
        });
  }

  private static List<Long> sizes(List<PublishedCheckpoint> checkpoints) {
    return checkpoints.stream().map(PublishedCheckpoint::size).toList();
  }

  @Test
  void takesCheckpointsWithoutEntries() {
    store.commit(growth.next(small(0, 2)));
    List<PublishedCheckpoint> checkpoints = List.of(new PublishedCheckpoint(2, new byte[] {7}));
    store.commit(growth.next(List.of()).with(checkpoints));
    assertHolds(small(0, 2));
    assertEquals(checkpoints, store.read(view -> view.checkpoints(0, 9)));
  }

  @Test
  void refusesASnapshotThatHasEnded() {
    store.commit(growth.next(small(0, 2)));
    Snapshot kept = store.read(view -> view);
    assertThrows(IllegalStateException.class, () -> kept.entry(0));
    assertThrows(IllegalStateException.class, () -> kept.leafHashes(0, 1));
    assertThrows(IllegalStateException.class, () -> kept.key("a"));
    assertThrows(IllegalStateException.class, () -> kept.checkpoint(0));
  }

  @Test
  void aFailedReadingHarmsNothing() {
    store.commit(growth.next(small(0, 2)));
    assertThrows(
        ArithmeticException.class,
        () ->
            store.read(
                view -> {
                  throw new ArithmeticException("the reader's own");
                }));
    assertHolds(small(0, 2));
  }

  @Test
  void refusesEverythingOnceClosed() {
    store.commit(growth.next(small(0, 2)));
    store.close();
    store.close();
    assertThrows(StoreException.class, () -> store.read(Snapshot::head));
    assertThrows(StoreException.class, () -> store.commit(growth.next(small(2, 1))));
  }
}
