package dev.cairn.server.store;

final class MemoryLogStoreTest extends LogStoreContract {
  @Override
  protected LogStore newStore(int keptCheckpoints) {
    return new MemoryLogStore(keptCheckpoints);
  }
}
