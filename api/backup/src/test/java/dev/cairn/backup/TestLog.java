package dev.cairn.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.backup.write.Backup;
import dev.cairn.backup.write.BackupProgress;
import dev.cairn.backup.write.BackupResult;
import dev.cairn.client.mirror.CopyLimits;
import dev.cairn.client.mirror.Mirror;
import dev.cairn.client.mirror.TilesFolder;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.FolderView;
import dev.cairn.server.folder.HeadFile;
import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.PublishedCheckpoint;
import dev.cairn.server.store.TreeGrowth;
import dev.cairn.server.store.journal.Journal;
import dev.cairn.server.store.lmdb.LmdbLogStore;
import dev.cairn.server.tiles.StoreTiles;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.LossKey;
import dev.cairn.tree.checkpoint.LossStatement;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.SigningKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The data folder of a log that is not running, with keys and a history. */
public final class TestLog {
  public static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final int BATCH = 100;

  private final Path data;
  private final SigningKey key;
  private final String word;

  private TestLog(Path data, SigningKey key, String word) {
    this.data = data;
    this.key = key;
    this.word = word;
  }

  /** A new log. */
  public static TestLog create(Path data) throws Exception {
    return create(data, SigningKey.generate("example.com/log", KeyType.ED25519), "entry");
  }

  /** A new log with this key, whose entries begin with a word. */
  public static TestLog create(Path data, SigningKey key, String word) throws Exception {
    DataFolder.create(data, key, new char[0]);
    return new TestLog(data, key, word);
  }

  /** The log that is in another folder, too. */
  public TestLog at(Path elsewhere) {
    return new TestLog(elsewhere, key, word);
  }

  /** The log, whose further entries begin with another word. */
  public TestLog withWord(String other) {
    return new TestLog(data, key, other);
  }

  public Path data() {
    return data;
  }

  public SigningKey key() {
    return key;
  }

  /** The bytes of an entry. */
  public byte[] entry(long index) {
    return (word + " " + index).getBytes(UTF_8);
  }

  /** Appends up to a size, with a key and a checkpoint for each hundred, and publishes the head. */
  public TestLog grow(int toSize) throws Exception {
    growUnpublished(toSize);
    publish();
    return this;
  }

  public void growUnpublished(int toSize) throws Exception {
    try (DataFolder folder = DataFolder.open(data);
        LogStore store = folder.openStore()) {
      TreeGrowth growth = TreeGrowth.of(store);
      while (growth.head().size() < toSize) {
        long start = growth.head().size();
        int count = (int) Math.min(BATCH, toSize - start);
        List<byte[]> entries = new ArrayList<>();
        for (long index = start; index < start + count; index++) {
          entries.add(entry(index));
        }
        Map<String, KeyUse> keys = Map.of("key of " + start, new KeyUse(start, count));
        var commit = growth.next(entries, keys);
        SignedCheckpoint head = sign(growth.head());
        store.commit(
            commit.with(List.of(new PublishedCheckpoint(growth.head().size(), head.toBytes()))));
      }
    }
  }

  /** Appends up to a size that nobody has signed, by one commit that the journal has as well. */
  public void growThroughTheJournal(int toSize) throws Exception {
    try (DataFolder folder = DataFolder.open(data);
        LogStore store = folder.openStore();
        Journal journal = folder.openJournal(store)) {
      TreeGrowth growth = TreeGrowth.of(store);
      List<byte[]> entries = new ArrayList<>();
      for (long index = growth.head().size(); index < toSize; index++) {
        entries.add(entry(index));
      }
      var commit = growth.next(entries);
      journal.append(commit);
      store.commit(commit);
    }
  }

  /** Does what a start does first: what only the journal has goes into the store. */
  public void start() throws Exception {
    try (DataFolder folder = DataFolder.open(data);
        LogStore store = folder.openStore();
        Journal _ = folder.openJournal(store)) {
      var _ = store.head();
    }
  }

  /** Publishes the store's head. */
  public void publish() throws Exception {
    try (DataFolder folder = DataFolder.open(data);
        HeadFile published = folder.openPublishedHead();
        LogStore store = folder.openStore()) {
      var _ = published.newest(key.verifierKey());
      published.remember(sign(store.head()));
    }
  }

  /** Keeps the store's head as one that was witnessed, by nobody. */
  public void witness() throws Exception {
    try (DataFolder folder = DataFolder.open(data);
        HeadFile witnessed = folder.openWitnessedHead();
        LogStore store = folder.openStore()) {
      var _ = witnessed.newest(key.verifierKey());
      witnessed.remember(sign(store.head()));
    }
  }

  /** Declares that heads after the published one were lost. */
  public void declareLoss(String reason) throws Exception {
    LossStatement statement =
        LossStatement.of(key.verifierKey().name(), published().head(), NOW, reason, List.of());
    try (DataFolder folder = DataFolder.open(data)) {
      folder.losses().add(SignedNote.sign(statement.text(), key), statement);
    }
  }

  /** Logs the loss of heads after the published one as the log does, and publishes. */
  public TestLog logLoss(String reason) throws Exception {
    LossStatement statement =
        LossStatement.of(key.verifierKey().name(), published().head(), NOW, reason, List.of());
    SignedNote note = SignedNote.sign(statement.text(), key);
    try (DataFolder folder = DataFolder.open(data);
        LogStore store = folder.openStore()) {
      KeyUse use = new KeyUse(store.head().size(), 1);
      store.commit(
          TreeGrowth.of(store).next(List.of(note.toBytes()), Map.of(LossKey.of(note), use)));
    }
    publish();
    return this;
  }

  public SignedCheckpoint sign(TreeHead head) {
    return SignedCheckpoint.sign(new Checkpoint(key.verifierKey().name(), head, List.of()), key);
  }

  public TreeHead head() throws Exception {
    try (LogStore store = openBeside()) {
      return store.head();
    }
  }

  public SignedCheckpoint published() throws Exception {
    return FolderView.of(data).published();
  }

  public LogStore openBeside() throws Exception {
    return LmdbLogStore.openBeside(data.resolve("store"), key.verifierKey().name());
  }

  /** All idempotency keys. */
  public Map<String, KeyUse> keys() throws Exception {
    Map<String, KeyUse> keys = new TreeMap<>();
    try (LogStore store = openBeside()) {
      return store.read(
          view -> {
            view.keys(keys::put);
            return keys;
          });
    }
  }

  /** All kept checkpoints. */
  public List<PublishedCheckpoint> checkpoints() throws Exception {
    try (LogStore store = openBeside()) {
      return store.read(view -> view.checkpoints(0, 100_000));
    }
  }

  /** All entries. */
  public List<String> entries() throws Exception {
    List<String> entries = new ArrayList<>();
    try (LogStore store = openBeside()) {
      return store.read(
          view -> {
            view.entries(
                0, view.head().size(), (_, entry) -> entries.add(new String(entry, UTF_8)));
            return entries;
          });
    }
  }

  public BackupResult backUp(Path to) throws Exception {
    return backUp(to, false, (_, _, _) -> {});
  }

  public BackupResult backUp(Path to, boolean withKey, BackupProgress progress) throws Exception {
    try (LogStore store = openBeside()) {
      return new Backup(FolderView.of(data), store, () -> NOW, progress).into(to, withKey);
    }
  }

  /** Writes the log as static files. */
  public void export(Path to) throws Exception {
    try (LogStore store = openBeside();
        TilesFolder folder = TilesFolder.open(to)) {
      var _ =
          new Mirror(folder, new StoreTiles(store), CopyLimits.DEFAULT, (_, _) -> {})
              .moveTo(published());
    }
  }
}
