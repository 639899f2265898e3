package dev.cairn.server.publish;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.store.MemoryLogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.TreeGrowth;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeadCheckTest {
  private static final int SIZE = 5_000;

  private final MemoryLogStore store = new MemoryLogStore();
  private final TreeGrowth growth = new TreeGrowth();
  private final Random random = new Random(7);

  private TreeHead grow(int count, int bytes) {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] entry = new byte[bytes];
      random.nextBytes(entry);
      entries.add(entry);
    }
    store.commit(growth.next(entries));
    return store.head();
  }

  private static void refused(String words, Runnable check) {
    StoreException refused = assertThrows(StoreException.class, check::run);
    assertEquals(StoreException.Kind.CORRUPT, refused.kind());
    assertTrue(refused.getMessage().contains(words), refused.getMessage());
  }

  @Test
  void everyHeadOfAGrowingLogMayBeSigned() {
    HeadCheck check = HeadCheck.after(store, TreeHead.EMPTY);
    for (int count : new int[] {1, 1, 2, 3, 16, 255, 4_095, 4_096, 4_097, 9_000}) {
      check.check(grow(count, 32));
    }
    check.check(store.head());
    check.check(grow(40, 65_535)); // more than is read at once
  }

  @Test
  void itGoesOnFromAnySignedHead() {
    for (int i = 0; i < 70; i++) {
      HeadCheck check = HeadCheck.after(store, store.head());
      check.check(grow(1 + i, 8));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 101, 4_095, 4_096, 4_999})
  void anEntryThatIsNotWhatWasCommittedIsNamed(int index) {
    TreeHead signed = grow(100, 32);
    HeadCheck check = HeadCheck.after(store, signed);
    TreeHead head = grow(SIZE - 100, 32);
    store.entries.get(index)[31] ^= 1;
    refused("entry " + index + " in the store", () -> check.check(head));
    store.entries.get(index)[31] ^= 1;
    assertDoesNotThrow(() -> check.check(head), "a refused check can be made again");
  }

  @Test
  void theFirstOfSeveralWrongEntriesIsNamed() {
    HeadCheck check = HeadCheck.after(store, TreeHead.EMPTY);
    TreeHead head = grow(SIZE, 32);
    store.entries.get(4_500)[0] ^= 1;
    store.entries.get(17)[0] ^= 1;
    refused("entry 17 in the store", () -> check.check(head));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4_096, 4_999})
  void aLeafHashThatIsNotItsEntrysIsNamed(int index) {
    HeadCheck check = HeadCheck.after(store, TreeHead.EMPTY);
    TreeHead head = grow(SIZE, 32);
    store.hashes.get(0).set(index, flipped(store.hashes.get(0).get(index)));
    refused("entry " + index + " in the store", () -> check.check(head));
  }

  @Test
  void aNodeAtTheEdgeThatIsNotItsEntriesIsFound() {
    HeadCheck check = HeadCheck.after(store, TreeHead.EMPTY);
    TreeHead head = grow(16 * 16, 32);
    store.hashes.get(2).set(0, flipped(store.hashes.get(2).getFirst()));
    refused("nodes in the store", () -> check.check(head));
  }

  private static Hash flipped(Hash hash) {
    byte[] bytes = hash.toBytes();
    bytes[5] ^= 4;
    return Hash.of(bytes);
  }

  @Test
  void anEntryAndItsLeafHashThatAreBothOthersAreFound() {
    HeadCheck check = HeadCheck.after(store, TreeHead.EMPTY);
    TreeHead head = grow(SIZE, 32);
    MemoryLogStore other = new MemoryLogStore();
    other.commit(new TreeGrowth().next(List.of(new byte[32])));
    store.entries.set(9, new byte[32]);
    store.hashes.get(0).set(9, other.hashes.get(0).getFirst());
    refused("do not make the head", () -> check.check(head));
  }

  @Test
  void aHeadThatWasNotCommittedIsFound() {
    HeadCheck check = HeadCheck.after(store, TreeHead.EMPTY);
    TreeHead head = grow(SIZE, 32);
    refused(
        "do not make the head", () -> check.check(new TreeHead(head.size(), flipped(head.root()))));
    refused(
        "of the 5001 that were committed", () -> check.check(new TreeHead(SIZE + 1, head.root())));
  }

  @Test
  void anEntryThatIsGoneIsFound() {
    HeadCheck check = HeadCheck.after(store, TreeHead.EMPTY);
    TreeHead head = grow(10, 32);
    store.entries.set(3, new byte[0]);
    refused("3", () -> check.check(head));
  }

  @Test
  void aStoreWithOtherNodesThanTheSignedHeadsIsNotGoneOnFrom() {
    TreeHead head = grow(SIZE, 32);
    refused(
        "not those of the signed head",
        () -> HeadCheck.after(store, new TreeHead(SIZE, flipped(head.root()))));
  }
}
