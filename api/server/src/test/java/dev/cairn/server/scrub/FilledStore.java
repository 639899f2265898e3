package dev.cairn.server.scrub;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.server.fsck.PlainNote;
import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.MemoryLogStore;
import dev.cairn.server.store.TreeGrowth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Stores with entries, keys and checkpoints in them. */
final class FilledStore {
  private FilledStore() {}

  static MemoryLogStore of(int size) {
    MemoryLogStore store = new MemoryLogStore();
    grow(store, size);
    return store;
  }

  /** Adds entries in batches of 100, each with a key and a checkpoint. */
  static void grow(MemoryLogStore store, int count) {
    TreeGrowth growth = TreeGrowth.of(store);
    for (int done = 0; done < count; done += 100) {
      long first = growth.head().size();
      List<byte[]> entries = new ArrayList<>();
      for (int i = 0; i < Math.min(100, count - done); i++) {
        entries.add(("entry " + (first + i)).getBytes(UTF_8));
      }
      Map<String, KeyUse> keys = Map.of("key " + first, new KeyUse(first, entries.size()));
      store.commit(growth.next(entries, keys).with(List.of(PlainNote.of(growth.head()))));
    }
  }
}
