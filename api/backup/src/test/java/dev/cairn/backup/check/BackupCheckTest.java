package dev.cairn.backup.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.backup.FolderFiles;
import dev.cairn.backup.TestLog;
import dev.cairn.backup.copy.LogCopy;
import dev.cairn.backup.form.BackupException;
import dev.cairn.backup.form.BackupFiles;
import dev.cairn.backup.restore.KeyMaterial;
import dev.cairn.backup.restore.Restore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackupCheckTest {
  @TempDir Path temp;
  private TestLog log;
  private Path backup;

  @BeforeEach
  void create() throws Exception {
    log = TestLog.create(temp.resolve("log")).grow(600);
    backup = temp.resolve("backup");
    var _ = log.backUp(backup, true, (_, _, _) -> {});
    var _ = log.grow(700);
    var _ = log.backUp(backup);
  }

  private List<String> findings() {
    try (BackupFiles files = BackupFiles.open(backup)) {
      Optional<dev.cairn.tree.note.VerifierKey> key = Optional.of(log.key().verifierKey());
      return new BackupCheck(files, key, (_, _, _) -> {}).run().findings();
    } catch (BackupException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private void assertRestoreRefuses() {
    Path restored = temp.resolve("restored");
    assertThrows(
        BackupException.class,
        () -> {
          try (LogCopy copy = LogCopy.open(backup.toString(), Optional.empty())) {
            KeyMaterial key =
                KeyMaterial.read(log.data().resolve("key"), log.key().verifierKey(), new char[0]);
            var _ = new Restore(copy, (_, _, _) -> {}, (_, _) -> {}).into(restored, key);
          }
        });
    assertFalse(Files.exists(restored.resolve("log.json")));
  }

  /** Each file that is part of the backup; not the lock, and no partial file that was replaced. */
  private Map<String, byte[]> parts() throws Exception {
    Map<String, byte[]> parts = FolderFiles.of(backup);
    parts.keySet().removeIf(path -> path.equals("lock") || path.startsWith("tiles/.tmp"));
    parts.keySet().removeIf(path -> path.contains(".p/88"));
    parts.remove("tiles/checkpoint"); // what it says is in the description
    return parts;
  }

  @Test
  void aFlippedBitIsFoundInEveryFile() throws Exception {
    Map<String, byte[]> parts = parts();
    assertTrue(parts.size() > 15, parts.keySet()::toString);
    for (Map.Entry<String, byte[]> part : parts.entrySet()) {
      int length = part.getValue().length;
      for (int offset : new int[] {0, length / 3, length / 2, length - 2, length - 1}) {
        Path file = backup.resolve(part.getKey());
        FolderFiles.flip(file, offset);
        String flipped = part.getKey() + ", byte " + offset;
        List<String> findings = findings();
        assertTrue(
            findings.stream().anyMatch(finding -> finding.contains(part.getKey())),
            () -> flipped + ": " + findings);
        if (offset == length / 2) {
          assertRestoreRefuses();
        }
        Files.write(file, part.getValue());
      }
    }
    assertEquals(List.of(), findings());
  }

  @Test
  void aMissingFileIsFound() throws Exception {
    for (Map.Entry<String, byte[]> part : parts().entrySet()) {
      Files.delete(backup.resolve(part.getKey()));
      List<String> findings = findings();
      assertTrue(
          findings.stream().anyMatch(finding -> finding.contains(part.getKey())),
          () -> part.getKey() + ": " + findings);
      Files.write(backup.resolve(part.getKey()), part.getValue());
    }
  }

  @Test
  void anotherLogsKeyIsRefused() throws Exception {
    TestLog other = TestLog.create(temp.resolve("other"));
    try (BackupFiles files = BackupFiles.open(backup)) {
      BackupCheck check =
          new BackupCheck(files, Optional.of(other.key().verifierKey()), (_, _, _) -> {});
      assertThrows(BackupException.class, check::run);
    }
  }

  @Test
  void aFolderOfSomethingElseIsNoBackup() throws Exception {
    try (BackupFiles files = BackupFiles.open(log.data())) {
      BackupCheck check = new BackupCheck(files, Optional.empty(), (_, _, _) -> {});
      BackupException refused = assertThrows(BackupException.class, check::run);
      assertEquals(BackupException.Kind.UNUSABLE, refused.kind());
    }
    BackupException nothing =
        assertThrows(BackupException.class, () -> BackupFiles.open(temp.resolve("none")).close());
    assertEquals(BackupException.Kind.UNUSABLE, nothing.kind());
  }
}
