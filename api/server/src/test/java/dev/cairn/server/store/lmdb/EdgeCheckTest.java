package dev.cairn.server.store.lmdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.Snapshot.KeySink;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.StoreException.Kind;
import dev.cairn.server.store.TreeGrowth;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lmdbjava.Txn;

/** Damage that LMDB does not see, made with LMDB itself. */
final class EdgeCheckTest {
  private static final String ORIGIN = "log.example";
  private static final int SIZE = 1_000;

  @TempDir private Path folder;
  private TreeHead head = TreeHead.EMPTY;

  @BeforeEach
  void create() {
    LmdbLogStore.create(folder, ORIGIN);
    fill();
  }

  private void fill() {
    try (LogStore store = LmdbLogStore.open(folder, ORIGIN)) {
      store.commit(TreeGrowth.of(store).next(Collections.nCopies(SIZE, "entry".getBytes(UTF_8))));
      head = store.head();
    }
  }

  private void change(BiConsumer<Tables, Txn<ByteBuffer>> change) {
    long bytes = StoreFiles.check(folder);
    Environment environment = Environment.open(folder, LmdbOptions.DEFAULT, bytes);
    try {
      environment.write(transaction -> change.accept(environment.tables(), transaction));
    } finally {
      environment.close();
    }
  }

  private void assertRefused(Kind kind, String message) {
    StoreException e =
        assertThrows(StoreException.class, () -> LmdbLogStore.open(folder, ORIGIN).close());
    assertEquals(message, e.getMessage());
    assertEquals(kind, e.kind());
  }

  private static ByteBuffer key(long number) {
    return ByteBuffer.allocateDirect(8).putLong(number).flip();
  }

  private static ByteBuffer key(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  @Test
  void refusesAnotherRoot() {
    TreeHead other = new TreeHead(SIZE, new TreeHasher().leaf(new byte[] {1}));
    change((tables, transaction) -> new MetaTable(tables.meta()).putHead(transaction, other));
    assertRefused(Kind.CORRUPT, "the stored tree has another root than its head; run cairn fsck");
  }

  @Test
  void refusesEntriesBeyondTheHead() {
    change(
        (tables, transaction) ->
            new EntryTable(tables.entries()).append(transaction, SIZE, List.of(new byte[9])));
    assertRefused(
        Kind.CORRUPT,
        "the store has 1001 entries and a tree head of size 1000; restore it from a backup");
  }

  @Test
  void refusesMissingEntries() {
    change(
        (tables, transaction) -> {
          long last = SIZE / 582 * 582; // 582 entries of 7 bytes fill a pack
          if (!tables.entries().delete(transaction, key(last))) {
            throw new AssertionError("no pack at " + last);
          }
        });
    assertRefused(
        Kind.CORRUPT,
        "the store has 582 entries and a tree head of size 1000; restore it from a backup");
  }

  @Test
  void refusesAnEntryThatWasChanged() {
    change(
        (tables, transaction) -> {
          ByteBuffer pack = tables.entries().get(transaction, key(582));
          byte[] bytes = new byte[pack.limit()];
          pack.get(0, bytes);
          bytes[bytes.length - 1] ^= 1;
          tables.entries().reserve(transaction, key(582), bytes.length).put(bytes);
        });
    assertRefused(Kind.CORRUPT, "entry 999 does not have its leaf hash; run cairn fsck");
  }

  @Test
  void refusesMissingNodes() {
    change(
        (tables, transaction) -> {
          if (!tables.hashes().delete(transaction, key(4L << 56))) {
            throw new AssertionError("no chunk");
          }
        });
    assertRefused(
        Kind.CORRUPT,
        "the stored nodes of level 4 do not fit the tree head; restore from a backup");
  }

  @Test
  void refusesNodesBeyondTheHead() {
    change(
        (tables, transaction) ->
            tables.hashes().reserve(transaction, key(12L << 56), 32).put(head.root().toBytes()));
    assertRefused(
        Kind.CORRUPT,
        "the stored nodes of level 12 do not fit the tree head; restore from a backup");
  }

  @Test
  void refusesLeafHashesBeyondTheHead() {
    change(
        (tables, transaction) ->
            tables
                .hashes()
                .reserve(transaction, key(SIZE / HashTable.CHUNK + 1), 32)
                .put(head.root().toBytes()));
    assertRefused(
        Kind.CORRUPT,
        "the stored nodes of level 0 do not fit the tree head; restore from a backup");
  }

  @Test
  void refusesANewerFormat() {
    change(
        (tables, transaction) ->
            tables.meta().reserve(transaction, key("format"), 4).putInt(MetaTable.FORMAT + 1));
    assertRefused(
        Kind.UNUSABLE,
        "the store has format 2, and this version of cairn reads up to 1; use a newer one");
  }

  @Test
  void refusesAStoreWithoutFormat() {
    change((tables, transaction) -> tables.meta().drop(transaction));
    assertRefused(Kind.CORRUPT, "the store has no format version; restore it from a backup");
  }

  @Test
  void refusesAHeadThatIsNone() {
    change(
        (tables, transaction) ->
            tables.meta().reserve(transaction, key("head"), 40).putLong(-5).put(new byte[32]));
    assertRefused(Kind.CORRUPT, "the stored tree head is damaged");
  }

  @Test
  void seesADamagedKeyWhenItIsRead() {
    change(
        (tables, transaction) ->
            tables.keys().reserve(transaction, key("k"), 16).put(new byte[16]));
    try (LogStore store = LmdbLogStore.open(folder, ORIGIN)) {
      StoreException e =
          assertThrows(StoreException.class, () -> store.read(view -> view.key("k")));
      assertEquals(Kind.CORRUPT, e.kind());
    }
  }

  @Test
  void tellsOfADamagedKeyAmongOthers() {
    change(
        (tables, transaction) -> {
          tables.keys().reserve(transaction, key("k"), 16).put(new byte[16]);
          tables.keys().reserve(transaction, key("l"), 3).put(new byte[3]);
        });
    List<String> damaged = new ArrayList<>();
    KeySink sink =
        new KeySink() {
          @Override
          public void accept(String key, KeyUse use) {
            throw new AssertionError(key + use);
          }

          @Override
          public void damaged(String key, StoreException why) {
            damaged.add(key);
          }
        };
    try (LogStore store = LmdbLogStore.open(folder, ORIGIN)) {
      store.read(
          view -> {
            view.keys("", 1, sink);
            view.keys("k", 9, sink);
            assertThrows(StoreException.class, () -> view.keys("", 9, (_, _) -> {}));
            return true;
          });
    }
    assertEquals(List.of("k", "l"), damaged);
  }

  @Test
  void seesAGapBetweenEntriesWhenItIsRead() {
    fill();
    fill();
    change((tables, transaction) -> tables.entries().delete(transaction, key(1_164)));
    try (LogStore store = LmdbLogStore.open(folder, ORIGIN)) {
      store.read(
          view -> {
            StoreException range =
                assertThrows(StoreException.class, () -> view.entries(3, 2_000, (_, _) -> true));
            assertEquals("entry 1164 is missing", range.getMessage());
            StoreException one = assertThrows(StoreException.class, () -> view.entry(1_200));
            assertEquals(Kind.CORRUPT, one.kind());
            return true;
          });
    }
  }

  @Test
  void seesMissingEntriesWhenTheyAreRead() {
    change((tables, transaction) -> tables.entries().delete(transaction, key(0)));
    try (LogStore store = LmdbLogStore.open(folder, ORIGIN)) {
      store.read(
          view -> {
            assertEquals(5, view.entry(582).length);
            StoreException one = assertThrows(StoreException.class, () -> view.entry(3));
            assertEquals(Kind.CORRUPT, one.kind());
            StoreException range =
                assertThrows(StoreException.class, () -> view.entries(3, 900, (_, _) -> true));
            assertEquals("entry 3 is missing", range.getMessage());
            return true;
          });
    }
  }
}
