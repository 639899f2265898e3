package dev.cairn.bench.copy;

import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.HeadFile;
import dev.cairn.server.store.Commit;
import dev.cairn.server.store.HashRun;
import dev.cairn.server.store.LogStore;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The data folder of a log that is not running, with entries of one size. */
public final class FilledLog {
  private static final String ORIGIN = "bench.example/log";
  private static final int COMMIT = 10_000;

  private final Frontier frontier = new Frontier();
  private final TreeHasher hasher = new TreeHasher();

  private FilledLog() {}

  /** Makes the log, with its entries signed; returns the head. */
  public static SignedCheckpoint make(Path data, CopyPlan plan) throws IOException {
    SigningKey key = SigningKey.generate(ORIGIN, KeyType.ED25519);
    try {
      DataFolder.create(data, key, new char[0]);
      try (DataFolder folder = DataFolder.open(data);
          LogStore store = folder.openStore();
          HeadFile published = folder.openPublishedHead()) {
        TreeHead head = new FilledLog().fill(store, plan);
        var _ = published.newest(key.verifierKey());
        SignedCheckpoint signed = SignedCheckpoint.sign(new Checkpoint(ORIGIN, head), key);
        published.remember(signed);
        return signed;
      }
    } catch (DataFolderException e) {
      throw new IOException(e);
    }
  }

  private TreeHead fill(LogStore store, CopyPlan plan) {
    while (frontier.size() < plan.entries()) {
      long count = Math.min(COMMIT, plan.entries() - frontier.size());
      TreeHead before = frontier.head();
      Map<Integer, HashRun> runs = new TreeMap<>();
      List<byte[]> entries = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        byte[] entry = entry(frontier.size(), plan.entryBytes());
        entries.add(entry);
        frontier.append(hasher.leaf(entry), (level, index, hash) -> keep(runs, level, index, hash));
      }
      store.commit(
          new Commit(
              before, frontier.head(), entries, List.copyOf(runs.values()), Map.of(), List.of()));
    }
    return frontier.head();
  }

  /** The entry at an index, each different. */
  public static byte[] entry(long index, int bytes) {
    return ByteBuffer.allocate(bytes).putLong(index).array();
  }

  private static void keep(Map<Integer, HashRun> runs, int level, long index, Hash hash) {
    if (HashRun.isStored(level)) {
      runs.computeIfAbsent(level, l -> new HashRun(l, index, new ArrayList<>())).hashes().add(hash);
    }
  }
}
