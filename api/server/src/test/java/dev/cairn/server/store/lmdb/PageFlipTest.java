package dev.cairn.server.store.lmdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.TreeGrowth;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bits flipped in pages of each kind, half of them in headers: what is read is right or refused,
 * and the process goes on.
 */
final class PageFlipTest {
  private static final int FLIPS = Integer.getInteger("cairn.flips", 300);
  private static final int PAGE = 4_096;
  private static final int HEAD = 40;

  @TempDir private Path temporary;
  private Path folder = Path.of("");
  private Path data = Path.of("");
  private byte[] whole = {};
  private Map<String, List<Integer>> pages = Map.of();

  @BeforeEach
  void choose() {
    folder = temporary.resolve("store");
    data = folder.resolve("data.mdb");
  }

  private SampleStore sample() throws IOException {
    SampleStore sample = new SampleStore(folder);
    whole = Files.readAllBytes(data);
    pages = kinds(ByteBuffer.wrap(whole).order(ByteOrder.nativeOrder()));
    assertEquals(List.of("branch", "leaf", "meta", "other", "value"), List.copyOf(pages.keySet()));
    return sample;
  }

  private static Map<String, List<Integer>> kinds(ByteBuffer file) {
    Map<String, List<Integer>> pages = new TreeMap<>();
    for (int page = 0; page < file.limit() / PAGE; page++) {
      boolean isPage = file.getLong(page * PAGE) == page;
      String kind =
          switch (isPage ? file.getShort(page * PAGE + 10) : 0) {
            case 1 -> "branch";
            case 2 -> "leaf";
            case 4 -> "value";
            case 8 -> "meta";
            default -> "other";
          };
      pages.computeIfAbsent(kind, _ -> new ArrayList<>()).add(page);
    }
    return pages;
  }

  /** One flipped bit: which byte of the file, and what it becomes. */
  private record Flip(int offset, byte becomes) {}

  private Flip flip(Random random, int number) {
    List<List<Integer>> kinds = List.copyOf(pages.values());
    List<Integer> kind = kinds.get(number % kinds.size());
    int page = kind.get(random.nextInt(kind.size()));
    int offset = page * PAGE + random.nextInt(number / kinds.size() % 2 == 0 ? HEAD : PAGE);
    return new Flip(offset, (byte) (whole[offset] ^ (1 << random.nextInt(8))));
  }

  private void write(int offset, byte value) throws IOException {
    try (FileChannel file = FileChannel.open(data, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[] {value}), offset);
    }
  }

  @Test
  void atRest() throws IOException {
    SampleStore sample = sample();
    Random random = new Random(1);
    int found = 0;
    for (int i = 0; i < FLIPS; i++) {
      Flip flip = flip(random, i);
      write(flip.offset, flip.becomes);
      try (LogStore store = SampleStore.open(folder)) {
        found += sample.readAll(store) > 0 ? 1 : 0;
      } catch (StoreException e) {
        assertFalse(e.getMessage().contains("\n"));
        found++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("flip " + i + ": " + flip, e);
      }
      write(flip.offset, whole[flip.offset]);
    }
    assertTrue(found > FLIPS / 20, found + " found");
  }

  @Test
  void whileOpen() throws IOException {
    SampleStore sample = sample();
    Random random = new Random(2);
    int found = 0;
    try (LogStore store = SampleStore.open(folder)) {
      for (int i = 0; i < FLIPS; i++) {
        Flip flip = flip(random, i);
        write(flip.offset, flip.becomes);
        try {
          found += sample.readAll(store) > 0 ? 1 : 0;
        } catch (RuntimeException | Error e) {
          throw new AssertionError("flip " + i + ": " + flip, e);
        }
        write(flip.offset, whole[flip.offset]);
      }
      assertEquals(0, sample.readAll(store));
    }
    assertTrue(found > FLIPS / 20, found + " found");
  }

  @Test
  void beforeACommit() throws IOException {
    SampleStore sample = sample();
    Random random = new Random(3);
    int refused = 0;
    for (int i = 0; i < FLIPS / 2; i++) {
      Flip flip = flip(random, i);
      try (LogStore store = SampleStore.open(folder)) {
        TreeGrowth growth = TreeGrowth.of(store);
        write(flip.offset, flip.becomes);
        refused += commits(store, growth) ? 0 : 1;
        sample.readAll(store);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("flip " + i + ": " + flip, e);
      }
      Files.write(data, whole);
    }
    assertTrue(refused > FLIPS / 20, refused + " refused");
  }

  private static boolean commits(LogStore store, TreeGrowth growth) {
    try {
      for (int seed = 0; seed < 3; seed++) {
        store.commit(SampleStore.further(growth, seed));
      }
      return true;
    } catch (StoreException e) {
      return false;
    }
  }

  @Test
  void cutShortAtRest() throws IOException {
    SampleStore sample = sample();
    for (int pages = whole.length / PAGE - 1; pages >= 0; pages--) {
      truncate(pages);
      try (LogStore store = SampleStore.open(folder)) {
        sample.readAll(store);
      } catch (StoreException e) {
        assertEquals(StoreException.Kind.CORRUPT, e.kind());
      }
    }
  }

  /** LMDB's own two pages stay: it reads them when a reading begins. */
  @Test
  void cutShortWhileOpen() throws IOException {
    SampleStore sample = sample();
    int refused = 0;
    try (LogStore store = SampleStore.open(folder)) {
      TreeGrowth growth = TreeGrowth.of(store);
      for (int pages = whole.length / PAGE - 1; pages >= 2; pages--) {
        truncate(pages);
        try {
          refused += sample.readAll(store) > 0 ? 1 : 0;
        } catch (RuntimeException | Error e) {
          throw new AssertionError(pages + " pages", e);
        }
      }
      assertFalse(commits(store, growth));
    }
    assertTrue(refused > whole.length / PAGE / 2, refused + " refused");
  }

  private void truncate(int pages) throws IOException {
    try (FileChannel file = FileChannel.open(data, StandardOpenOption.WRITE)) {
      file.truncate((long) pages * PAGE);
    }
  }
}
