package dev.cairn.server.store.lmdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.store.Commit;
import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.TreeGrowth;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What LMDB makes of values that it overwrites within one transaction is no damage. */
final class FreePagesTest {
  private static final String ORIGIN = "log.example";
  private static final int PAGE = 4_096;

  @TempDir private Path folder;
  private final Random random = new Random(7);

  @BeforeEach
  void create() {
    LmdbLogStore.create(folder, ORIGIN);
  }

  /** Long keys in no order: a commit writes nearly as many pages anew as it has keys. */
  private void commit(LogStore store, TreeGrowth growth, int count) {
    Map<String, KeyUse> keys = new HashMap<>();
    for (int i = 0; i < count; i++) {
      String key = "%016x".formatted(random.nextLong()) + "k".repeat(484);
      keys.put(key, new KeyUse(growth.head().size() + i, 1));
    }
    store.commit(growth.next(Collections.nCopies(count, new byte[] {1}), keys));
  }

  private void commit(int times, int count) {
    try (LogStore store = LmdbLogStore.open(folder, ORIGIN)) {
      TreeGrowth growth = TreeGrowth.of(store);
      for (int i = 0; i < times; i++) {
        commit(store, growth, count);
      }
      assertEquals(growth.head(), store.head());
    }
  }

  @Test
  void aListOfFreePagesMayHaveMorePagesThanItNeeds() throws IOException {
    commit(3, 4_000);
    // LMDB does this to a list that gets shorter while it is being written.
    assertTrue(shortenLists() > 0, "no list has two pages");
    LmdbLogStore.checkFile(folder, _ -> {});
    commit(30, 3);
    commit(2, 2_000);
    LmdbLogStore.checkFile(folder, _ -> {});
  }

  /** Shortens each list of more than one page to what fits into one, and keeps its pages. */
  private int shortenLists() throws IOException {
    Path data = folder.resolve(StoreFiles.DATA);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(data)).order(ByteOrder.nativeOrder());
    int[] shortened = {0};
    try (PageFile file = PageFile.open(data);
        SalvageFile pages = SalvageFile.open(data)) {
      assertEquals(PAGE, file.pageSize());
      pages.walk(
          MetaPage.newest(file).free().root(),
          new BitSet(),
          (place, node) -> {
            int list = (int) node.bigPage() * PAGE + PageFile.HEADER;
            if (pages.pagesOf(node) > 1 && bytes.getLong(list) > 400) {
              bytes.putInt((int) place.page() * PAGE + node.keyOffset() - LeafNode.HEADER, 401 * 8);
              bytes.putLong(list, 400);
              shortened[0]++;
            }
          });
    }
    Files.write(data, bytes.array());
    return shortened[0];
  }

  @Test
  void aCheckpointThatIsReplacedWithinACommitLeavesNoPagesBehind() {
    try (LogStore store = LmdbLogStore.open(folder, ORIGIN)) {
      TreeGrowth growth = new TreeGrowth();
      List<PublishedCheckpoint> notes = new ArrayList<>();
      for (int length : new int[] {9_000, 3_000, 100}) {
        notes.add(new PublishedCheckpoint(1, "x".repeat(length).getBytes(UTF_8)));
        Commit commit = growth.next(List.of(new byte[] {1}));
        store.commit(commit.with(notes));
        LmdbLogStore.checkFile(folder, _ -> {});
        assertEquals(length, store.read(view -> view.checkpoint(1).orElseThrow()).length);
      }
    }
    LmdbLogStore.open(folder, ORIGIN).close();
  }

  @Test
  void aKeyNeedsRoomForTheLeafThatItIsOn() {
    Environment environment =
        Environment.open(folder, LmdbOptions.DEFAULT, StoreFiles.check(folder));
    try {
      assertEquals(3 + 24, room(environment, Set.of("key")), "there is no leaf yet");
    } finally {
      environment.close();
    }
    commit(1, 1_000);
    environment = Environment.open(folder, LmdbOptions.DEFAULT, StoreFiles.check(folder));
    try {
      assertEquals(0, room(environment, Set.of()));
      assertEquals(2 * (3 + 24 + PAGE), room(environment, Set.of("one", "two")));
    } finally {
      environment.close();
    }
  }

  private static long room(Environment environment, Set<String> keys) {
    return environment.read(reader -> KeyTable.room(reader, keys));
  }
}
