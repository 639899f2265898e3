package dev.cairn.server.store.lmdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreSalvageTest {
  private static final int PAGE = 4_096;

  @TempDir private Path temporary;
  private Path folder = Path.of("");
  private SampleStore sample = new SampleStore();
  private byte[] file = {};

  @BeforeEach
  void fill() throws IOException {
    folder = temporary.resolve("store");
    sample = new SampleStore(folder);
    file = Files.readAllBytes(folder.resolve("data.mdb"));
  }

  private StoreSalvage salvage() throws IOException {
    Files.write(folder.resolve("data.mdb"), file);
    return StoreSalvage.open(folder);
  }

  private void erase(int page) {
    Arrays.fill(file, page * PAGE, (page + 1) * PAGE, (byte) 0);
  }

  private boolean isPage(int page, int flags) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.nativeOrder());
    return bytes.getLong(page * PAGE) == page && bytes.getShort(page * PAGE + 10) == flags;
  }

  /** How many of each fifth entry are among what may be them. */
  private int found(StoreSalvage salvage) {
    int found = 0;
    for (int i = 0; i < sample.entries.size(); i += 5) {
      byte[] entry = sample.entries.get(i);
      if (has(salvage.entries(i), entry) || has(salvage.lostEntries(i), entry)) {
        found++;
      }
    }
    return found;
  }

  private static boolean has(List<byte[]> candidates, byte[] entry) {
    return candidates.stream().anyMatch(each -> Arrays.equals(each, entry));
  }

  private Map<String, KeyUse> keys(StoreSalvage salvage) {
    Map<String, KeyUse> keys = new HashMap<>();
    salvage.keys(keys::put);
    return keys;
  }

  @Test
  void readsAllOfAWholeStore() throws IOException {
    try (StoreSalvage salvage = salvage()) {
      TreeHasher hasher = new TreeHasher();
      for (int i = 0; i < sample.entries.size(); i++) {
        assertArrayEquals(sample.entries.get(i), salvage.entries(i).getFirst());
        Hash leaf = hasher.leaf(sample.entries.get(i));
        assertEquals(List.of(leaf), salvage.leafHashes(i));
      }
      assertEquals(List.of(), salvage.entries(sample.entries.size()));
      assertEquals(sample.keys, keys(salvage));
      assertEquals(sample.checkpoints, salvage.checkpoints());
      assertEquals(sample.entries.size(), salvage.heads().getFirst().size());
      assertEquals(Optional.of(SampleStore.ORIGIN), salvage.origin());
    }
  }

  @Test
  void findsEveryEntryWithoutAnyBranch() throws IOException {
    int erased = 0;
    for (int page = 2; page < file.length / PAGE; page++) {
      if (isPage(page, Page.BRANCH)) {
        erase(page);
        erased++;
      }
    }
    assertTrue(erased > 3);
    try (StoreSalvage salvage = salvage()) {
      assertEquals((sample.entries.size() + 4) / 5, found(salvage));
      // Not those on a page that an older value says is its own.
      Map<String, KeyUse> keys = keys(salvage);
      assertTrue(keys.size() > sample.keys.size() * 9 / 10, keys.size() + " keys");
      assertTrue(sample.keys.entrySet().containsAll(keys.entrySet()));
      assertTrue(salvage.checkpoints().containsAll(sample.checkpoints));
    }
  }

  @Test
  void findsEveryEntryWithoutTheFirstPages() throws IOException {
    erase(0);
    erase(1);
    try (StoreSalvage salvage = salvage()) {
      assertEquals((sample.entries.size() + 4) / 5, found(salvage));
      assertEquals(sample.entries.size(), salvage.heads().getFirst().size());
      assertEquals(Optional.of(SampleStore.ORIGIN), salvage.origin());
    }
  }

  @Test
  void losesNoMoreThanWhatWasOnADamagedLeaf() throws IOException {
    byte[] whole = file.clone();
    for (int page = 2; page < whole.length / PAGE; page++) {
      if (isPage(page, Page.LEAF)) {
        erase(page);
        try (StoreSalvage salvage = salvage()) {
          // No more than 60 keys fit on a leaf.
          assertTrue(keys(salvage).size() >= sample.keys.size() - 100);
        }
        System.arraycopy(whole, page * PAGE, file, page * PAGE, PAGE);
      }
    }
  }

  @Test
  void neverThrows() throws IOException {
    Random random = new Random(5);
    byte[] whole = file.clone();
    for (int i = 0; i < 25; i++) {
      for (int j = 0; j < 20; j++) {
        int page = random.nextInt(whole.length / PAGE);
        for (int k = 0; k < 1 + random.nextInt(50); k++) {
          file[page * PAGE + random.nextInt(random.nextBoolean() ? 64 : PAGE)] ^=
              (byte) (1 << random.nextInt(8));
        }
      }
      try (StoreSalvage salvage = salvage()) {
        assertTrue(found(salvage) >= 0);
        assertTrue(keys(salvage).size() <= 2 * sample.keys.size());
        assertTrue(salvage.checkpoints().size() <= 2_000);
        assertTrue(salvage.heads().size() <= 2_000);
      }
      file = whole.clone();
    }
  }

  @Test
  void readsWhatIsLeftOfAFileCutShort() throws IOException {
    byte[] whole = file;
    for (int length : new int[] {0, 1, 50, 4_095, 4_096, 9_000, whole.length / 2}) {
      file = Arrays.copyOf(whole, length);
      try (StoreSalvage salvage = salvage()) {
        int found = found(salvage);
        assertTrue(length < whole.length / 2 ? found >= 0 : found > 0, found + " found");
      }
    }
  }

  @Test
  void needsAFile() throws IOException {
    Files.delete(folder.resolve("data.mdb"));
    assertThrows(StoreException.class, () -> StoreSalvage.open(folder).close());
  }
}
