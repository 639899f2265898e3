package dev.cairn.server.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.publish.HeadCheck;
import dev.cairn.server.publish.PublicationClock;
import dev.cairn.server.publish.PublishTiming;
import dev.cairn.server.publish.Publisher;
import dev.cairn.server.store.HashRun;
import dev.cairn.server.store.MemoryLogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.TreeGrowth;
import dev.cairn.server.thread.Threads;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Proofs of a store that is honest, or that has a bit flipped somewhere. */
final class LogReaderTest {
  private static final int SIZE = 9_000; // more blocks of leaves than are kept
  private static final String ORIGIN = "example.com/read";

  private final MemoryLogStore store = new MemoryLogStore();
  private LogReader reader;
  private TreeHead head;

  @BeforeEach
  void fill() {
    TreeGrowth growth = new TreeGrowth();
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      entries.add(entry(i));
    }
    store.commit(growth.next(entries));
    head = store.head();
    reader = reader();
  }

  private static byte[] entry(int index) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(index).array();
  }

  /** A reader that has nothing in its cache. */
  private LogReader reader() {
    SigningKey key = SigningKey.generate(ORIGIN, KeyType.ED25519);
    return new LogReader(
        store,
        new Publisher(
            Threads.PLATFORM,
            key,
            _ -> {},
            PublishTiming.DEFAULT,
            SignedCheckpoint.sign(new Checkpoint(ORIGIN, head), key),
            head,
            HeadCheck.after(new MemoryLogStore(), TreeHead.EMPTY), // never started
            PublicationClock.after(InstantSource.system(), Instant.EPOCH),
            _ -> {},
            Runnable::run,
            _ -> {},
            () -> {}));
  }

  /** What the Prover and the verifier say, which know of no cache. */
  private List<Hash> oracle(long index, long size) {
    return store.read(view -> new Prover(view).inclusion(index, size));
  }

  @Test
  void provesWhatTheProverProves() throws Exception {
    for (int again = 0; again < 2; again++) {
      for (long index = 0; index < SIZE; index += 7) {
        Inclusion proved = reader.inclusion(index, head);
        assertEquals(oracle(index, SIZE), proved.hashes());
        ProofVerifier.inclusion(index, proved.leafHash(), head, proved.hashes());
        assertArrayEquals(entry((int) index), reader.entry(index));
      }
    }
  }

  @Test
  void readsManyEntriesInTheOrderOfTheirIndexes() {
    List<Long> indexes = List.of(SIZE - 1L, 0L, 4_095L, 16L);
    List<byte[]> entries = reader.entries(indexes);
    assertEquals(indexes.size(), entries.size());
    for (int i = 0; i < indexes.size(); i++) {
      assertArrayEquals(entry(Math.toIntExact(indexes.get(i))), entries.get(i));
    }
  }

  @Test
  void provesManyInOneTreeOfAnySize() throws Exception {
    List<Long> indexes = List.of(0L, 255L, 16L, 4_095L, 16L);
    for (long size : List.of(4_096L, 4_097L, 8_191L, 8_999L, 9_000L)) {
      List<Inclusion> proved = reader.inclusions(indexes, size);
      TreeHead older = reader.head(size);
      for (int i = 0; i < indexes.size(); i++) {
        Inclusion one = proved.get(i);
        assertEquals(indexes.get(i), one.index());
        assertEquals(size, one.treeSize());
        assertEquals(oracle(one.index(), size), one.hashes());
        ProofVerifier.inclusion(one.index(), one.leafHash(), older, one.hashes());
        assertEquals(one, reader.inclusion(one.index(), size));
      }
    }
  }

  private Hash flip(int level, int node) {
    List<Hash> hashes = store.hashes.get(level / HashRun.SPACING);
    byte[] bytes = hashes.get(node).toBytes();
    bytes[(node * 5 + level) % Hash.BYTES] ^= 16;
    return hashes.set(node, Hash.of(bytes));
  }

  private void restore(int level, int node, Hash hash) {
    store.hashes.get(level / HashRun.SPACING).set(node, hash);
  }

  private static void isCorrupt(long index, Executable read) {
    StoreException corrupt = assertThrows(StoreException.class, read);
    assertEquals(StoreException.Kind.CORRUPT, corrupt.kind());
    assertTrue(corrupt.getMessage().startsWith("entry " + index + " "), corrupt.getMessage());
  }

  @Test
  void aFlippedBitIsFoundByAReaderThatHasNothingKept() {
    for (int level = 0; level <= 12; level += HashRun.SPACING) {
      for (int node = 0; node < SIZE >> level; node += 1 + (SIZE >> level) / 20) {
        Hash truth = flip(level, node);
        long index = (long) node << level;
        isCorrupt(index, () -> reader().inclusion(index, head));
        isCorrupt(index, () -> reader().inclusion(index, SIZE - 1));
        isCorrupt(index, () -> reader().entry(index));
        restore(level, node, truth);
      }
    }
  }

  @Test
  void aFlippedBitBelowWhatIsKeptIsFound() {
    warm();
    for (int node = 0; node < SIZE - 5_000; node += 101) { // older leaves are not kept
      Hash truth = flip(0, node);
      long index = node;
      isCorrupt(index, () -> reader.inclusion(index, head));
      restore(0, node, truth);
      assertEquals(truth, reader.inclusion(index, head).leafHash());
    }
  }

  private void warm() {
    for (long index = 0; index < SIZE; index++) {
      var _ = reader.inclusion(index, head);
    }
  }

  @Test
  void whatIsKeptIsNotReadAndStaysRight() {
    warm();
    List<List<Hash>> truths = new ArrayList<>();
    for (long index = 0; index < SIZE; index += 13) {
      truths.add(oracle(index, SIZE));
    }
    for (int node = 0; node < SIZE >> 8; node++) {
      Hash _ = flip(8, node);
    }
    for (int node = 0; node < SIZE >> 12; node++) {
      Hash _ = flip(12, node);
    }
    for (long index = 0; index < SIZE; index += 13) {
      assertEquals(truths.get((int) index / 13), reader.inclusion(index, head).hashes());
    }
    isCorrupt(0, () -> reader().inclusion(0, head));
  }

  @Test
  void anEntryThatIsNotItsLeafIsFound() {
    warm();
    store.entries.set(8_990, new byte[] {1});
    store.entries.set(17, new byte[] {1});
    isCorrupt(8_990, () -> reader.entry(8_990));
    isCorrupt(17, () -> reader.entry(17));
    isCorrupt(17, () -> reader.entries(List.of(5L, 17L, 18L)));
  }

  @Test
  void aHeadThatIsNotTheStoresIsNotProved() {
    TreeHead other = new TreeHead(SIZE, store.hashes.getFirst().getFirst());
    isCorrupt(5, () -> reader.inclusion(5, other));
    warm();
    isCorrupt(5, () -> reader.inclusion(5, other));
  }
}
