package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.HashRun;
import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.Snapshot;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.HashList;
import dev.cairn.tree.merkle.Node;
import dev.cairn.tree.merkle.StoredLevels;
import dev.cairn.tree.merkle.TreeHead;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The view of one read transaction; refuses to be used once that has ended. */
final class LmdbSnapshot implements Snapshot {
  private static final long MAX_HASHES = 1 << 24;

  private final Reader reader;
  private final TreeHead head;
  private final StoredLevels nodes;
  private volatile boolean ended;

  LmdbSnapshot(Reader reader) {
    this.reader = reader;
    this.head = MetaTable.head(reader);
    this.nodes =
        new StoredLevels(
            HashRun.SPACING, (level, first, count) -> hashes(level, first, first + count));
  }

  /** Refuses all further use. */
  void end() {
    ended = true;
  }

  private Reader reader() {
    if (ended) {
      throw new IllegalStateException("a snapshot was used after its reading had returned");
    }
    return reader;
  }

  @Override
  public TreeHead head() {
    return head;
  }

  @Override
  public byte[] entry(long index) {
    Objects.checkIndex(index, head.size());
    return EntryTable.read(reader(), index);
  }

  @Override
  public void entries(long start, long end, EntrySink sink) {
    Objects.checkFromToIndex(start, end, head.size());
    EntryTable.read(reader(), start, end, sink);
  }

  @Override
  public HashList hashes(int level, long start, long end) {
    if (level < 0 || level > HashRun.MAX_LEVEL || !HashRun.isStored(level)) {
      throw new IllegalArgumentException("level " + level + " is not stored");
    }
    Objects.checkFromToIndex(start, end, head.size() >> level);
    if (end - start > MAX_HASHES) {
      throw new IllegalArgumentException((end - start) + " hashes at once");
    }
    return HashTable.read(reader(), level, start, end);
  }

  @Override
  public List<Hash> read(List<Node> wanted) {
    return nodes.read(wanted);
  }

  @Override
  public Optional<KeyUse> key(String idempotencyKey) {
    return KeyTable.read(reader(), idempotencyKey);
  }

  @Override
  public void keys(KeySink sink) {
    KeyTable.read(reader(), sink);
  }

  @Override
  public void keys(String after, int limit, KeySink sink) {
    KeyTable.read(reader(), after, limit, sink);
  }

  @Override
  public Optional<byte[]> checkpoint(long size) {
    return CheckpointTable.read(reader(), size);
  }

  @Override
  public List<PublishedCheckpoint> checkpoints(long minSize, int limit) {
    return CheckpointTable.read(reader(), minSize, limit);
  }
}
