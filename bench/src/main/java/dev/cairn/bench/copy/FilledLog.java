package dev.cairn.bench.copy;

import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.HeadFile;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.TreeGrowth;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The data folder of a log that is not running, with entries of one size. */
public final class FilledLog {
  private static final String ORIGIN = "bench.example/log";
  private static final int COMMIT = 10_000;

  private FilledLog() {}

  /** Makes the log, with its entries signed; returns the head. */
  public static SignedCheckpoint make(Path data, CopyPlan plan) throws IOException {
    SigningKey key = SigningKey.generate(ORIGIN, KeyType.ED25519);
    try {
      DataFolder.create(data, key, new char[0]);
      try (DataFolder folder = DataFolder.open(data);
          LogStore store = folder.openStore();
          HeadFile published = folder.openPublishedHead()) {
        TreeHead head = fill(store, plan);
        var _ = published.newest(key.verifierKey());
        SignedCheckpoint signed = SignedCheckpoint.sign(new Checkpoint(ORIGIN, head), key);
        published.remember(signed);
        return signed;
      }
    } catch (DataFolderException e) {
      throw new IOException(e);
    }
  }

  private static TreeHead fill(LogStore store, CopyPlan plan) {
    TreeGrowth growth = new TreeGrowth();
    while (growth.head().size() < plan.entries()) {
      long first = growth.head().size();
      long count = Math.min(COMMIT, plan.entries() - first);
      List<byte[]> entries = new ArrayList<>();
      for (long index = first; index < first + count; index++) {
        entries.add(entry(index, plan.entryBytes()));
      }
      store.commit(growth.next(entries));
    }
    return growth.head();
  }

  /** The entry at an index, each different. */
  public static byte[] entry(long index, int bytes) {
    return ByteBuffer.allocate(bytes).putLong(index).array();
  }
}
