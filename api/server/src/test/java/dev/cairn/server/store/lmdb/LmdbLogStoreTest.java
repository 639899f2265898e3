package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.LogStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class LmdbLogStoreTest extends LogStoreContract {
  @TempDir private Path folder;

  @Override
  protected LogStore newStore(int keptCheckpoints) {
    LmdbLogStore.create(folder, "log.example");
    return LmdbLogStore.open(
        folder, "log.example", new LmdbOptions(1 << 20, 1L << 40, keptCheckpoints, 30));
  }
}
