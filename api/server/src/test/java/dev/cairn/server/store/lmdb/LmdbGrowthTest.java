package dev.cairn.server.store.lmdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.store.Commit;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.StoreException.Kind;
import dev.cairn.server.store.TreeGrowth;
import dev.cairn.tree.merkle.TreeHead;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LmdbGrowthTest {
  private static final String ORIGIN = "log.example";
  private static final long TINY = 1 << 18;
  private static final long LARGE = 1L << 40;
  private static final List<byte[]> MEBIBYTE = Collections.nCopies(256, new byte[4_070]);

  @TempDir private Path folder;

  @BeforeEach
  void create() {
    LmdbLogStore.create(folder, ORIGIN);
  }

  private LmdbLogStore open(long mapBytes, long maxMapBytes) {
    return LmdbLogStore.open(folder, ORIGIN, new LmdbOptions(mapBytes, maxMapBytes, 10, 4));
  }

  @Test
  void theMapGrowsByItself() throws Exception {
    try (LogStore store = open(TINY, LARGE)) {
      TreeGrowth growth = new TreeGrowth();
      for (int i = 0; i < 5; i++) {
        store.commit(growth.next(MEBIBYTE));
      }
      assertEquals(growth.head(), store.head());
      assertEquals(5 * 256, store.head().size());
    }
    assertTrue(Files.size(folder.resolve("data.mdb")) > 5 << 20);
    // A file larger than the first map.
    try (LogStore store = open(TINY, LARGE)) {
      store.commit(TreeGrowth.of(store).next(MEBIBYTE));
      assertEquals(6 * 256, store.head().size());
    }
  }

  @Test
  void aFullMapChangesNothingAndIsNotFinal() {
    TreeHead before;
    try (LogStore store = open(TINY, 1 << 20)) {
      store.commit(TreeGrowth.of(store).next(MEBIBYTE.subList(0, 50)));
      before = store.head();
      Commit tooLarge = TreeGrowth.of(store).next(MEBIBYTE);
      for (int i = 0; i < 3; i++) {
        StoreException e = assertThrows(StoreException.class, () -> store.commit(tooLarge));
        assertEquals(Kind.FULL, e.kind());
        assertTrue(e.getMessage().contains("1,048,576"), e.getMessage());
      }
      assertEquals(before, store.head());
      assertArrayEquals(MEBIBYTE.getFirst(), store.read(view -> view.entry(49)));
      store.commit(TreeGrowth.of(store).next(MEBIBYTE.subList(0, 1)));
      assertEquals(before.size() + 1, store.head().size());
    }
    try (LogStore store = open(TINY, LARGE)) {
      store.commit(TreeGrowth.of(store).next(MEBIBYTE));
      assertEquals(before.size() + 257, store.head().size());
    }
  }

  @Test
  void nothingIsWrittenAfterACommitThatFailed() {
    try (LogStore store = open(TINY, LARGE)) {
      Commit first = new TreeGrowth().next(MEBIBYTE.subList(0, 1));
      store.commit(first);
      StoreException e = assertThrows(StoreException.class, () -> store.commit(first));
      assertEquals(Kind.HEAD_MOVED, e.kind());
      Commit second = TreeGrowth.of(store).next(MEBIBYTE.subList(0, 1));
      StoreException later = assertThrows(StoreException.class, () -> store.commit(second));
      assertTrue(later.getMessage().startsWith("an earlier commit failed"), later.getMessage());
      assertEquals(1, store.head().size());
    }
  }

  @Test
  void aMapThatFindsNoPlaceEndsAllUse() {
    LmdbOptions huge = new LmdbOptions(1L << 44, 1L << 60, 10, 4);
    Environment environment = Environment.open(folder, huge, StoreFiles.check(folder));
    try {
      StoreException e =
          assertThrows(
              StoreException.class,
              () -> {
                while (environment.mapBytes() < 1L << 60) {
                  environment.grow();
                }
              });
      assertEquals(Kind.IO, e.kind());
      assertTrue(e.getMessage().startsWith("no address space"), e.getMessage());
      StoreException later =
          assertThrows(StoreException.class, () -> environment.read(MetaTable::head));
      assertEquals("the store is closed", later.getMessage());
    } finally {
      environment.close();
    }
  }

  @Test
  void aFullDiskIsSeenBeforeTheCommit() {
    DiskSpace disk = DiskSpace.of(folder);
    disk.require(0);
    StoreException e = assertThrows(StoreException.class, () -> disk.require(Long.MAX_VALUE / 2));
    assertEquals(Kind.FULL, e.kind());
  }
}
