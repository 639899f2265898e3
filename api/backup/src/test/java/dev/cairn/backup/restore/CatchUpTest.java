package dev.cairn.backup.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.backup.FolderFiles;
import dev.cairn.backup.TestLog;
import dev.cairn.backup.copy.LogCopy;
import dev.cairn.backup.form.BackupException;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.log.FolderCheck;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.journal.Journal;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CatchUpTest {
  @TempDir Path temp;
  private TestLog log;
  private TestLog older;
  private Path copy;

  @BeforeEach
  void create() throws Exception {
    log = TestLog.create(temp.resolve("log")).grow(300);
    FolderFiles.copy(log.data(), temp.resolve("older"));
    older = log.at(temp.resolve("older"));
    copy = temp.resolve("copy");
  }

  private CaughtUp catchUp(TestLog behind) throws Exception {
    try (DataFolder folder = DataFolder.open(behind.data());
        LogCopy source = LogCopy.open(copy.toString(), Optional.of(folder.verifierKey()))) {
      return new CatchUp(folder, source, (_, _, _) -> {}, (_, _) -> {}).run();
    }
  }

  private void assertIsWhole(TestLog caughtUp) throws Exception {
    assertEquals(log.entries(), caughtUp.entries());
    assertEquals(log.published(), caughtUp.published());
    try (DataFolder folder = DataFolder.open(caughtUp.data())) {
      FolderCheck.Result check = FolderCheck.check(folder, (_, _, _) -> {});
      assertTrue(check.isClean(), check::toString);
    }
  }

  @Test
  void takesWhatTheLogLacksFromStaticFiles() throws Exception {
    var _ = log.grow(1_000);
    log.export(copy);
    CaughtUp done = catchUp(older);
    assertEquals(300, done.from());
    assertEquals(1_000, done.to());
    assertFalse(done.hasAllKeys());
    assertIsWhole(older);
    assertEquals(3, older.keys().size());
  }

  @Test
  void takesKeysAndHistoryFromABackup() throws Exception {
    var _ = log.grow(1_000);
    var _ = log.backUp(copy);
    CaughtUp done = catchUp(older);
    assertTrue(done.hasAllKeys());
    assertEquals(7, done.keys());
    assertIsWhole(older);
    assertEquals(log.keys(), older.keys());
    assertEquals(log.checkpoints(), older.checkpoints());
  }

  @Test
  void isDoneTwiceWithoutHarm() throws Exception {
    var _ = log.grow(1_000);
    var _ = log.backUp(copy);
    var _ = catchUp(older);
    CaughtUp again = catchUp(older);
    assertEquals(again.from(), again.to());
    assertIsWhole(older);
  }

  @Test
  void changesNothingWhereTheCopyHasLess() throws Exception {
    log.export(copy);
    var _ = log.grow(600);
    CaughtUp done = catchUp(log);
    assertEquals(600, done.from());
    assertEquals(600, done.to());
    assertEquals(600, log.published().head().size());
  }

  @Test
  void refusesAnotherHistory() throws Exception {
    TestLog fork = TestLog.create(temp.resolve("fork"), log.key(), "other").grow(900);
    fork.export(copy);
    BackupException refused = assertThrows(BackupException.class, () -> catchUp(older));
    assertTrue(refused.toString().contains("another history"), refused.getMessage());
    assertEquals(log.entries(), older.entries());
    assertEquals(300, older.published().head().size());
  }

  @Test
  void refusesACopyThatDoesNotHaveTheLogsOwnUnpublishedEntries() throws Exception {
    var _ = log.grow(900);
    log.export(copy);
    TestLog strayed = straying();
    strayed.growUnpublished(350);
    assertThrows(BackupException.class, () -> catchUp(strayed));
    assertEquals(350, strayed.head().size());
  }

  /** The older log, as it goes on with entries of its own. */
  private TestLog straying() throws Exception {
    TestLog fork = TestLog.create(temp.resolve("strayed"), log.key(), "entry").grow(300);
    assertEquals(fork.head(), older.head());
    return fork.withWord("other");
  }

  @Test
  void mendsAStoreThatIsOlderThanWhatWasPublished() throws Exception {
    var _ = log.grow(700);
    log.export(copy);
    Files.copy(
        log.data().resolve("published"),
        older.data().resolve("published"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.createDirectories(older.data().resolve("index"));
    var _ = catchUp(older);
    assertIsWhole(older);
    assertFalse(Files.exists(older.data().resolve("index")), "built of entries that were missing");
  }

  @Test
  void takesNothingThatDoesNotVerify() throws Exception {
    var _ = log.grow(1_000);
    log.export(copy);
    FolderFiles.flip(copy.resolve("tile/entries/002"), 5);
    BackupException refused = assertThrows(BackupException.class, () -> catchUp(older));
    assertTrue(refused.toString().contains("tile/entries/002"), refused.getMessage());
    assertEquals(300, older.published().head().size());
    assertTrue(log.entries().containsAll(older.entries()));
  }

  @Test
  void addsTheKeysAndTheHistoryThatAnEarlierRunHasLeftOut() throws Exception {
    var _ = log.grow(1_000);
    var _ = log.backUp(copy);
    Path backup = copy;
    copy = temp.resolve("mirror");
    log.export(copy);
    assertFalse(catchUp(older).hasAllKeys());
    assertFalse(catchUp(older).hasAllKeys(), "nobody has brought them since");
    copy = backup;
    CaughtUp done = catchUp(older);
    assertEquals(1_000, done.from());
    assertEquals(7, done.keys());
    assertTrue(done.hasAllKeys());
    assertIsWhole(older);
    assertEquals(log.keys(), older.keys());
    assertEquals(log.checkpoints(), older.checkpoints());
  }

  @Test
  void takesNothingOfABackupWhoseKeysAreDamaged() throws Exception {
    var _ = log.grow(1_000);
    var _ = log.backUp(copy);
    FolderFiles.flip(copy.resolve("keys/000001.jsonl.gz"), 40);
    BackupException refused = assertThrows(BackupException.class, () -> catchUp(older));
    assertTrue(refused.toString().contains("keys/000001"), refused.getMessage());
    assertTrue(refused.toString().contains("nothing was changed"), refused.getMessage());
    assertEquals(300, older.head().size());
  }

  @Test
  void notesThatThereAreEventsBeforeTheFirstOneIsIn() throws Exception {
    TestLog events = log.withWord("cairn.audit/v1\n").grow(20_000);
    events.export(copy);
    assertThrows(
        IllegalStateException.class,
        () -> {
          try (DataFolder folder = DataFolder.open(older.data());
              LogCopy source = LogCopy.open(copy.toString(), Optional.of(folder.verifierKey()))) {
            new CatchUp(
                    folder,
                    source,
                    (_, _, _) -> {},
                    (done, _) -> {
                      if (done > 10_000) {
                        throw new IllegalStateException("killed");
                      }
                    })
                .run();
          }
        });
    assertTrue(older.head().size() > 300);
    assertTrue(Files.exists(older.data().resolve("has-events")));
  }

  @Test
  void refusesAStoreThatIsNotTheTreeThatWasPublished() throws Exception {
    TestLog strayed = straying();
    strayed.growUnpublished(700);
    Files.copy(
        log.grow(600).data().resolve("published"),
        strayed.data().resolve("published"),
        StandardCopyOption.REPLACE_EXISTING);
    TestLog fork = TestLog.create(temp.resolve("fork"), log.key(), "entry").grow(300);
    fork.withWord("other").grow(900).export(copy);
    BackupException refused = assertThrows(BackupException.class, () -> catchUp(strayed));
    assertTrue(refused.toString().contains("published at size 600"), refused.getMessage());
    assertEquals(700, strayed.head().size());
    assertEquals(log.published(), strayed.published());
  }

  @Test
  void refusesWhileTheJournalHasEntriesThatTheStoreHasNoRoomFor() throws Exception {
    log.growThroughTheJournal(360);
    Path journal = log.data().resolve("journal");
    try (DataFolder folder = DataFolder.open(older.data());
        LogStore store = folder.openStore();
        Journal waiting = Journal.open(journal, full(store))) {
      BackupException refused =
          assertThrows(BackupException.class, () -> CatchUp.requireAllStored(waiting));
      assertTrue(refused.toString().contains("make room first"), refused.getMessage());
    }
  }

  /** A store that has no room. */
  private static LogStore full(LogStore store) {
    return (LogStore)
        Proxy.newProxyInstance(
            LogStore.class.getClassLoader(),
            new Class<?>[] {LogStore.class},
            (_, method, arguments) -> {
              if (method.getName().equals("commit")) {
                throw new StoreException(StoreException.Kind.FULL, "no room");
              }
              return method.invoke(store, arguments);
            });
  }

  @Test
  void refusesACopyThatIsNotTheTreeThatWasWitnessed() throws Exception {
    log.grow(600).witness();
    TestLog fork = straying().grow(900);
    fork.export(copy);
    Files.copy(log.data().resolve("witnessed"), older.data().resolve("witnessed"));
    BackupException refused = assertThrows(BackupException.class, () -> catchUp(older));
    assertTrue(refused.toString().contains("witnessed at size 600"), refused.getMessage());
    assertEquals(300, older.head().size());
  }
}
