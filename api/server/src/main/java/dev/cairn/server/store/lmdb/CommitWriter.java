package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.Commit;
import dev.cairn.server.store.StoreException;
import dev.cairn.tree.merkle.TreeHead;
import java.nio.ByteBuffer;
import org.lmdbjava.Txn;

/** Writes commits into the tables. For one thread. */
final class CommitWriter {
  private final EntryTable entries;
  private final HashTable hashes;
  private final KeyTable keys;
  private final CheckpointTable checkpoints;
  private final MetaTable meta;

  CommitWriter(Tables tables, int keptCheckpoints) {
    this.entries = new EntryTable(tables.entries());
    this.hashes = new HashTable(tables.hashes());
    this.keys = new KeyTable(tables.keys());
    this.checkpoints = new CheckpointTable(tables.checkpoints(), keptCheckpoints);
    this.meta = new MetaTable(tables.meta());
  }

  /** Writes everything but the commit itself. */
  void write(Txn<ByteBuffer> transaction, Commit commit) {
    TreeHead stored = meta.head(transaction);
    if (!stored.equals(commit.expected())) {
      throw new StoreException(
          StoreException.Kind.HEAD_MOVED,
          "the store is at " + stored + ", and the commit expects " + commit.expected());
    }
    keys.append(transaction, commit.keys());
    if (!commit.entries().isEmpty()) {
      entries.append(transaction, commit.expected().size(), commit.entries());
      commit.hashes().forEach(run -> hashes.append(transaction, run));
      meta.putHead(transaction, commit.next());
    }
    checkpoints.append(transaction, commit.checkpoints());
  }
}
