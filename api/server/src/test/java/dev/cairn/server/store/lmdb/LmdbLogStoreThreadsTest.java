package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.LogStoreThreadsContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class LmdbLogStoreThreadsTest extends LogStoreThreadsContract {
  @TempDir private Path folder;

  /** The map grows several times under the readers. */
  @Override
  protected LogStore newStore(int keptCheckpoints) {
    LmdbLogStore.create(folder, "log.example");
    return LmdbLogStore.open(
        folder, "log.example", new LmdbOptions(1 << 18, 1L << 40, keptCheckpoints, 30));
  }
}
