package dev.cairn.server.store;

final class MemoryLogStoreThreadsTest extends LogStoreThreadsContract {
  @Override
  protected LogStore newStore(int keptCheckpoints) {
    return new MemoryLogStore(keptCheckpoints);
  }
}
