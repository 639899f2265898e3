package dev.cairn.server.store.lmdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.TreeGrowth;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageMapTest {
  private static final int PAGE = 4_096;

  @TempDir private Path temporary;

  /** All packs of a store, read through {@code map}. */
  private static List<ByteBuffer> packs(PageMap map) {
    MetaPage even = map.meta(0);
    MetaPage odd = map.meta(1);
    Roots roots = Roots.read(map, even.transaction() > odd.transaction() ? even : odd);
    TreeCursor cursor = new TreeCursor(map, "entries");
    cursor.begin(roots.entries(), roots.lastPage());
    List<ByteBuffer> packs = new ArrayList<>();
    for (boolean found = cursor.first(); found; found = cursor.next()) {
      packs.add(cursor.value());
    }
    return packs;
  }

  /** Values of several pages lie across the ends of pieces. */
  @ParameterizedTest
  @ValueSource(ints = {PAGE, 2 * PAGE, 16 * PAGE, 1 << 20})
  void thePiecesMakeNoDifference(int pieceBytes) {
    Path folder = temporary.resolve("store");
    assertTrue(new SampleStore(folder).entries.size() > 3_000);
    Path data = folder.resolve(StoreFiles.DATA);
    try (PageMap map = PageMap.open(data);
        PageMap pieces = PageMap.open(data, pieceBytes)) {
      List<ByteBuffer> expected = packs(map);
      assertTrue(expected.size() > 100);
      assertEquals(expected, packs(pieces));
    }
  }

  @Test
  void pagesBehindItsEndAreReadAndLaterMapped() throws IOException {
    Path file = temporary.resolve("data.mdb");
    LmdbLogStore.create(temporary.resolve("store"), "log.example");
    Files.copy(temporary.resolve("store").resolve(StoreFiles.DATA), file);
    try (PageMap map = PageMap.open(file, 64 * PAGE)) {
      for (int number = (int) Files.size(file) / PAGE; number < 300; number++) {
        append(file, number);
        for (int earlier = number; earlier > 2 && earlier > number - 70; earlier -= 7) {
          Page page = new Page(PAGE);
          map.load(earlier, page);
          assertEquals(earlier, page.number());
          assertTrue(earlier < 10 || page.valuePages() == earlier, "page " + earlier);
        }
        StoreException e = assertThrows(StoreException.class, () -> map.load(301, new Page(PAGE)));
        assertEquals(StoreException.Kind.CORRUPT, e.kind());
      }
    }
  }

  /** A page that begins a value of as many pages as its own number. */
  private static void append(Path file, int number) throws IOException {
    ByteBuffer page = ByteBuffer.allocate(PAGE).order(PageFile.ORDER);
    page.putLong(0, number).putShort(10, (short) Page.BIG_VALUE).putInt(12, number);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
      assertEquals(PAGE, channel.write(page));
    }
  }

  @Test
  void anInterruptedThreadReadsOn() {
    Path folder = temporary.resolve("store");
    LmdbLogStore.create(folder, "log.example");
    byte[] entry = new byte[4_000];
    try (LogStore store = LmdbLogStore.open(folder, "log.example")) {
      TreeGrowth growth = new TreeGrowth();
      for (int i = 1; i <= 20; i++) {
        store.commit(growth.next(Collections.nCopies(50, entry)));
        Thread.currentThread().interrupt();
        long last = 50L * i - 1;
        assertArrayEquals(entry, store.read(view -> view.entry(last)));
        assertTrue(Thread.interrupted());
      }
    }
  }
}
