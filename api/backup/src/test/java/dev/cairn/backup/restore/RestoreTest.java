package dev.cairn.backup.restore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.backup.FolderFiles;
import dev.cairn.backup.TestLog;
import dev.cairn.backup.copy.LogCopy;
import dev.cairn.backup.form.BackupException;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.FolderView;
import dev.cairn.server.log.FolderCheck;
import dev.cairn.server.store.KeyUse;
import dev.cairn.tree.checkpoint.LossKey;
import dev.cairn.tree.note.VerifierKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RestoreTest {
  @TempDir Path temp;
  private TestLog log;
  private Path backup;
  private Path restored;

  @BeforeEach
  void create() throws Exception {
    log = TestLog.create(temp.resolve("log"));
    backup = temp.resolve("backup");
    restored = temp.resolve("restored");
  }

  private Restored restore(String from, Optional<VerifierKey> key) throws Exception {
    try (LogCopy copy = LogCopy.open(from, key)) {
      return new Restore(copy, (_, _, _) -> {}, (_, _) -> {}).into(restored, signingKey());
    }
  }

  private KeyMaterial signingKey() throws BackupException {
    return KeyMaterial.read(log.data().resolve("key"), log.key().verifierKey(), new char[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 256, 700, 9_001})
  void aRestoredLogIsTheLog(int size) throws Exception {
    var _ = log.grow(size);
    var _ = log.backUp(backup);
    Restored result = restore(backup.toString(), Optional.empty());
    TestLog copy = log.at(restored);
    assertTrue(result.hasAllKeys());
    assertEquals(log.head(), copy.head());
    assertEquals(log.entries(), copy.entries());
    assertEquals(log.keys(), copy.keys());
    assertEquals(log.checkpoints(), copy.checkpoints());
    assertEquals(log.published(), copy.published());
    assertArrayEquals(
        Files.readAllBytes(log.data().resolve("key")), Files.readAllBytes(restored.resolve("key")));
    try (DataFolder folder = DataFolder.open(restored)) {
      FolderCheck.Result check = FolderCheck.check(folder, (_, _, _) -> {});
      assertTrue(check.isClean(), check::toString);
      assertEquals(log.key().verifierKey(), folder.signingKey(new char[0]).verifierKey());
    }
  }

  @Test
  void anOlderBackupLeavesTheMarkOfARestore() throws Exception {
    var _ = log.grow(300);
    var _ = log.backUp(backup);
    byte[] checkpoint = log.published().toBytes();
    var _ = log.grow(600);
    var _ = restore(backup.toString(), Optional.empty());
    assertArrayEquals(checkpoint, Files.readAllBytes(restored.resolve("restored")));
    assertEquals(300, log.at(restored).published().head().size());
  }

  @Test
  void whatWasWitnessedAndWhatWasDeclaredLostIsKept() throws Exception {
    var _ = log.grow(300);
    log.witness();
    log.declareLoss("a disk");
    var _ = log.grow(400);
    var _ = log.backUp(backup);
    log.declareLoss("another disk");
    assertTrue(log.backUp(backup).hasChanged(), "a loss is news");
    var _ = restore(backup.toString(), Optional.empty());
    FolderView view = FolderView.of(restored);
    assertEquals(300, view.witnessed().orElseThrow().head().size());
    assertEquals(FolderView.of(log.data()).losses(), view.losses());
    assertEquals(2, view.losses().size());
  }

  @Test
  void severalIncrementsAreOneLog() throws Exception {
    for (int size : new int[] {100, 256, 300, 1_000}) {
      var _ = log.grow(size);
      var _ = log.backUp(backup);
    }
    var _ = restore(backup.toString(), Optional.empty());
    assertEquals(log.entries(), log.at(restored).entries());
    assertEquals(log.keys(), log.at(restored).keys());
    assertEquals(log.checkpoints(), log.at(restored).checkpoints());
  }

  @Test
  void staticFilesAreEnoughButForTheKeys() throws Exception {
    var _ = log.grow(700);
    log.export(backup);
    Restored result = restore(backup.toString(), Optional.of(log.key().verifierKey()));
    assertFalse(result.hasAllKeys());
    assertEquals(0, result.keys());
    assertEquals(log.entries(), log.at(restored).entries());
    assertEquals(log.published(), log.at(restored).published());
    restored = temp.resolve("again");
    assertThrows(BackupException.class, () -> restore(backup.toString(), Optional.empty()));
    assertFalse(Files.exists(restored));
  }

  @Test
  void theKeyOfALossThatWasLoggedFollowsFromTheEntry() throws Exception {
    var _ = log.grow(300).logLoss("a disk");
    Map<String, KeyUse> own = new TreeMap<>(log.keys());
    own.keySet().removeIf(key -> !key.startsWith(LossKey.PREFIX));
    assertEquals(1, own.size());
    log.export(backup);
    var _ = restore(backup.toString(), Optional.of(log.key().verifierKey()));
    assertEquals(own, log.at(restored).keys());
  }

  @Test
  void aLogIsNeverClearedThoughItIsMarkedAsUnfinished() throws Exception {
    var _ = log.grow(10);
    var _ = log.backUp(backup);
    restored = log.data();
    Files.writeString(restored.resolve("restoring"), "{}");
    assertThrows(DataFolderException.class, () -> restore(backup.toString(), Optional.empty()));
    assertEquals(10, log.head().size());
  }

  @Test
  void aFolderWithSomethingInItIsRefused() throws Exception {
    var _ = log.grow(10);
    var _ = log.backUp(backup);
    Files.createDirectories(restored);
    Files.writeString(restored.resolve("notes.txt"), "mine");
    assertThrows(DataFolderException.class, () -> restore(backup.toString(), Optional.empty()));
    assertEquals("mine", Files.readString(restored.resolve("notes.txt")));
    DataFolderException own =
        assertThrows(
            DataFolderException.class,
            () -> {
              restored = log.data();
              var _ = restore(backup.toString(), Optional.empty());
            });
    assertTrue(own.toString().contains("not empty"), own.getMessage());
    assertEquals(10, log.head().size());
  }

  @Test
  void aRestoreThatWasInterruptedIsNoLogAndBeginsAnew() throws Exception {
    var _ = log.grow(20_000);
    var _ = log.backUp(backup);
    try (LogCopy copy = LogCopy.open(backup.toString(), Optional.empty())) {
      Restore interrupted =
          new Restore(
              copy,
              (_, _, _) -> {},
              (done, _) -> {
                if (done > 10_000) {
                  throw new IllegalStateException("interrupted");
                }
              });
      KeyMaterial key = signingKey();
      assertThrows(IllegalStateException.class, () -> interrupted.into(restored, key));
    }
    assertFalse(Files.exists(restored.resolve("log.json")));
    DataFolderException refused =
        assertThrows(DataFolderException.class, () -> DataFolder.open(restored).close());
    assertTrue(refused.toString().contains("run cairn restore again"), refused.getMessage());
    var _ = restore(backup.toString(), Optional.empty());
    assertEquals(log.entries(), log.at(restored).entries());
  }

  @Test
  void theKeyMustBeTheLogs() throws Exception {
    var _ = log.grow(10);
    TestLog other = TestLog.create(temp.resolve("other"));
    assertThrows(
        BackupException.class,
        () -> KeyMaterial.read(other.data().resolve("key"), log.key().verifierKey(), new char[0]));
    var _ = log.backUp(backup);
    try (LogCopy copy = LogCopy.open(backup.toString(), Optional.empty())) {
      assertThrows(BackupException.class, () -> KeyMaterial.ofBackup(copy, new char[0]));
    }
    var _ = log.backUp(backup, true, (_, _, _) -> {});
    try (LogCopy copy = LogCopy.open(backup.toString(), Optional.empty())) {
      var _ =
          new Restore(copy, (_, _, _) -> {}, (_, _) -> {})
              .into(restored, KeyMaterial.ofBackup(copy, new char[0]));
    }
    assertEquals(log.head(), log.at(restored).head());
  }

  @Test
  void aSignedCheckpointOfOtherEntriesIsRefused() throws Exception {
    var _ = log.grow(300);
    log.export(backup);
    TestLog fork = TestLog.create(temp.resolve("fork"), log.key(), "other").grow(300);
    Files.write(backup.resolve("checkpoint"), fork.published().toBytes());
    assertThrows(
        BackupException.class,
        () -> restore(backup.toString(), Optional.of(log.key().verifierKey())));
    assertFalse(Files.exists(restored.resolve("log.json")));
  }

  @Test
  void copyingADataFolderIsNoBackup() throws Exception {
    var _ = log.grow(10);
    FolderFiles.copy(log.data(), backup);
    BackupException refused =
        assertThrows(
            BackupException.class, () -> LogCopy.open(backup.toString(), Optional.empty()).close());
    assertEquals(BackupException.Kind.UNUSABLE, refused.kind());
  }
}
