package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.HeadFile;
import dev.cairn.server.store.Commit;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.TreeGrowth;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The data folder of a log that no server runs, and what was logged in it. */
final class StoppedLog {
  static final String ORIGIN = "example.com/log";
  private static final int BATCH = 10_000;

  private final Path data;
  private final VerifierKey key;
  private final TreeGrowth growth = new TreeGrowth();
  private final List<byte[]> entries = new ArrayList<>();

  StoppedLog(Path data) throws Exception {
    this.data = data;
    Cli init = Cli.run("init", "--data", data.toString(), "--origin", ORIGIN);
    assertEquals(0, init.exitCode(), init.err());
    this.key = VerifierKey.parse(init.out().strip());
  }

  Path data() {
    return data;
  }

  VerifierKey key() {
    return key;
  }

  /** All entries of the store. */
  List<byte[]> entries() {
    return entries;
  }

  /** Appends up to a size, and publishes the head. */
  void grow(int toSize) throws Exception {
    growUnpublished(toSize);
    try (DataFolder folder = DataFolder.open(data);
        HeadFile published = folder.openPublishedHead()) {
      var _ = published.newest(key);
      Checkpoint head = new Checkpoint(ORIGIN, growth.head());
      published.remember(SignedCheckpoint.sign(head, folder.signingKey(new char[0])));
    }
  }

  /** Keeps the head as one that was witnessed, by nobody. */
  void witness() throws Exception {
    try (DataFolder folder = DataFolder.open(data);
        HeadFile witnessed = folder.openWitnessedHead()) {
      var _ = witnessed.newest(key);
      Checkpoint head = new Checkpoint(ORIGIN, growth.head());
      witnessed.remember(SignedCheckpoint.sign(head, folder.signingKey(new char[0])));
    }
  }

  /** Appends up to a size that nobody has signed. */
  void growUnpublished(int toSize) throws Exception {
    try (DataFolder folder = DataFolder.open(data);
        LogStore store = folder.openStore()) {
      while (entries.size() < toSize) {
        store.commit(next(Math.min(BATCH, toSize - entries.size())));
      }
    }
  }

  private Commit next(int count) {
    List<byte[]> appended = new ArrayList<>();
    for (long index = growth.head().size(), end = index + count; index < end; index++) {
      appended.add(("entry " + index).getBytes(StandardCharsets.UTF_8));
    }
    entries.addAll(appended);
    return growth.next(appended);
  }
}
