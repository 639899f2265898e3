package dev.cairn.backup.repair;

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
import dev.cairn.server.store.KeyUse;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RepairTest {
  private static final int SIZE = 3_000;

  @TempDir Path temp;
  private TestLog log;
  private Path copy;
  private Path file;
  private TreeHead head;
  private List<String> entries;
  private Map<String, KeyUse> keys;

  @BeforeEach
  void create() throws Exception {
    log = TestLog.create(temp.resolve("log")).grow(SIZE);
    copy = temp.resolve("copy");
    file = log.data().resolve("store/data.mdb");
    remember();
  }

  private void remember() throws Exception {
    head = log.head();
    entries = log.entries();
    keys = log.keys();
  }

  private boolean isClean() throws Exception {
    try (DataFolder folder = DataFolder.open(log.data())) {
      return FolderCheck.check(folder, (_, _, _) -> {}).isClean();
    }
  }

  private Repaired repair() throws Exception {
    return repair(false);
  }

  private Repaired repair(boolean acceptsLostKeys) throws Exception {
    try (DataFolder folder = DataFolder.open(log.data())) {
      return new Repair(folder, Optional.empty(), acceptsLostKeys, (_, _, _) -> {}).run();
    }
  }

  private Repaired repairFromCopy(boolean acceptsLostKeys) throws Exception {
    try (DataFolder folder = DataFolder.open(log.data());
        LogCopy source = LogCopy.open(copy.toString(), Optional.of(folder.verifierKey()))) {
      return new Repair(folder, Optional.of(source), acceptsLostKeys, (_, _, _) -> {}).run();
    }
  }

  private void assertIsRepaired() throws Exception {
    assertTrue(isClean());
    assertEquals(head, log.head());
    assertEquals(entries, log.entries());
    assertEquals(keys, log.keys());
    assertTrue(Files.isDirectory(log.data().resolve("store.damaged-1")));
    assertFalse(Files.exists(log.data().resolve("store.repair")));
  }

  private void assertRefused(BackupException refused, byte[] before) throws Exception {
    assertEquals(BackupException.Kind.DAMAGED, refused.kind());
    assertTrue(refused.toString().contains("nothing was changed"), refused.getMessage());
    assertTrue(java.util.Arrays.equals(before, Files.readAllBytes(file)), "the store is as it was");
    assertFalse(Files.exists(log.data().resolve("store.repair")));
    assertFalse(Files.exists(log.data().resolve("store.damaged-1")));
  }

  private void flipLeafHash(int index) throws Exception {
    int found = FolderFiles.flipAll(file, new TreeHasher().leaf(log.entry(index)).toBytes());
    assertTrue(found > 0);
    assertFalse(isClean());
  }

  private void flipEntry(int index) throws Exception {
    assertTrue(FolderFiles.flipAll(file, log.entry(index)) > 0);
    assertFalse(isClean());
  }

  @Test
  void aFlippedHashIsComputedAnew() throws Exception {
    flipLeafHash(1_234);
    Files.createDirectories(log.data().resolve("index"));
    Files.createDirectories(log.data().resolve("events"));
    Repaired repaired = repair();
    assertFalse(repaired.lostKeys());
    assertEquals(30, repaired.checkpoints());
    assertIsRepaired();
    assertFalse(Files.exists(log.data().resolve("index")), "it is built anew");
    assertFalse(Files.exists(log.data().resolve("events")), "it is built anew");
  }

  @Test
  void aFlippedEntryIsRefusedAndNamed() throws Exception {
    flipEntry(1_234);
    byte[] before = Files.readAllBytes(file);
    BackupException refused = assertThrows(BackupException.class, this::repair);
    assertTrue(refused.toString().contains("entry 1234"), refused.getMessage());
    assertRefused(refused, before);
  }

  @Test
  void aFlippedEntryComesFromABackup() throws Exception {
    var _ = log.backUp(copy);
    flipEntry(1_234);
    assertEquals(SIZE, repairFromCopy(false).fromCopy());
    assertIsRepaired();
  }

  @Test
  void aFlippedEntryComesFromStaticFilesWithTheStoresKeys() throws Exception {
    log.export(copy);
    flipEntry(1_234);
    assertFalse(repairFromCopy(false).lostKeys());
    assertIsRepaired();
  }

  @Test
  void whatTheCopyDoesNotHaveComesFromTheStore() throws Exception {
    log.export(copy);
    var _ = log.grow(SIZE + 500);
    log.growUnpublished(SIZE + 600);
    remember();
    flipEntry(1_234);
    assertEquals(SIZE, repairFromCopy(false).fromCopy());
    assertIsRepaired();
  }

  @Test
  void aDamagedEntryThatTheCopyDoesNotHaveIsRefused() throws Exception {
    log.export(copy);
    var _ = log.grow(SIZE + 500);
    flipEntry(SIZE + 123);
    byte[] before = Files.readAllBytes(file);
    BackupException refused = assertThrows(BackupException.class, () -> repairFromCopy(false));
    assertTrue(refused.toString().contains("entry " + (SIZE + 123)), refused.getMessage());
    assertRefused(refused, before);
  }

  @Test
  void aCopyOfAnotherHistoryIsRefused() throws Exception {
    TestLog fork = TestLog.create(temp.resolve("fork"), log.key(), "other").grow(SIZE + 1);
    fork.export(copy);
    flipEntry(1_234);
    byte[] before = Files.readAllBytes(file);
    BackupException refused = assertThrows(BackupException.class, () -> repairFromCopy(true));
    assertTrue(refused.toString().contains("another history"), refused.getMessage());
    assertRefused(refused, before);
  }

  @Test
  void aSmallerCopyOfAnotherHistoryIsRefused() throws Exception {
    TestLog fork = TestLog.create(temp.resolve("fork"), log.key(), "other").grow(500);
    fork.export(copy);
    flipEntry(1_234);
    byte[] before = Files.readAllBytes(file);
    assertRefused(assertThrows(BackupException.class, () -> repairFromCopy(true)), before);
  }

  @Test
  void aDamagedPageIsMadeAnewFromABackup() throws Exception {
    var _ = log.backUp(copy);
    breakPages();
    byte[] before = Files.readAllBytes(file);
    BackupException refused = assertThrows(BackupException.class, this::repair);
    assertRefused(refused, before);
    var _ = repairFromCopy(false);
    assertIsRepaired();
  }

  /** Makes the file one that LMDB cannot walk through. */
  private void breakPages() throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    for (int page = 2; page < bytes.length / 4_096; page++) {
      ByteBuffer.wrap(bytes).putLong(page * 4_096, -1L);
    }
    Files.write(file, bytes);
    assertFalse(isClean());
  }

  @Test
  void aDamagedPageAboveTheEntriesIsMadeAnewOfWhatIsLeft() throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    int broken = 0;
    for (int page = 2; page < bytes.length / 4_096; page++) {
      int flags =
          ByteBuffer.wrap(bytes)
              .order(java.nio.ByteOrder.nativeOrder())
              .getShort(page * 4_096 + 10);
      if (flags == 0x01) { // a branch
        ByteBuffer.wrap(bytes).putLong(page * 4_096, -1L);
        broken++;
      }
    }
    assertTrue(broken > 0);
    Files.write(file, bytes);
    assertFalse(isClean());
    BackupException refused = assertThrows(BackupException.class, this::repair);
    assertTrue(refused.toString().contains("--accept-lost-keys"), refused.toString());
    var _ = repair(true);
    assertIsRepaired();
  }

  @Test
  void damagedUnpublishedEntriesComeFromTheJournal() throws Exception {
    log.growThroughTheJournal(SIZE + 60);
    remember();
    flipEntry(SIZE + 50);
    assertEquals(SIZE, repair().head().size());
    log.start();
    assertIsRepaired();
  }

  @Test
  void lostKeysAreRefusedUnlessAccepted() throws Exception {
    log.export(copy);
    breakPages();
    byte[] before = Files.readAllBytes(file);
    BackupException refused = assertThrows(BackupException.class, () -> repairFromCopy(false));
    assertTrue(refused.toString().contains("--accept-lost-keys"), refused.getMessage());
    assertRefused(refused, before);
    assertTrue(repairFromCopy(true).lostKeys());
    keys = Map.of();
    assertIsRepaired();
  }

  @Test
  void aDamagedKeyIsLostUnlessABackupHasIt() throws Exception {
    var _ = log.backUp(copy);
    int found =
        FolderFiles.flipAll(file, ByteBuffer.allocate(12).putLong(1_200).putInt(100).array());
    assertTrue(found > 0);
    byte[] before = Files.readAllBytes(file);
    BackupException refused = assertThrows(BackupException.class, this::repair);
    assertTrue(refused.toString().contains("keys are lost"), refused.getMessage());
    assertRefused(refused, before);
    assertFalse(repairFromCopy(false).lostKeys());
    assertIsRepaired();
  }

  @Test
  void aRepairThatWasInterruptedBeforeTheSwapChangesNothing() throws Exception {
    flipLeafHash(1_234);
    Files.createDirectories(log.data().resolve("store.repair"));
    Files.writeString(log.data().resolve("store.repair/data.mdb"), "half a store");
    var _ = repair();
    assertIsRepaired();
  }

  @Test
  void aRepairThatWasInterruptedWithinTheSwapIsFinishedByTheNextOpening() throws Exception {
    flipLeafHash(1_234);
    var _ = repair();
    Path data = log.data();
    // Between the two moves the repaired store is beside, and none is in place.
    Files.move(data.resolve("store"), data.resolve("store.accepted"));
    assertIsRepaired();
  }

  @Test
  void aSecondRepairKeepsTheFirstDamagedStore() throws Exception {
    flipLeafHash(1_234);
    var _ = repair();
    flipLeafHash(77);
    assertEquals("store.damaged-2", repair().damaged().getFileName().toString());
    assertIsRepaired();
  }

  @Test
  void unpublishedEntriesThatAreDamagedAndNotInTheJournalAreNotGivenUp() throws Exception {
    log.growUnpublished(SIZE + 100);
    flipEntry(SIZE + 50);
    byte[] before = Files.readAllBytes(file);
    BackupException refused = assertThrows(BackupException.class, this::repair);
    assertTrue(refused.toString().contains("not published yet"), refused.getMessage());
    assertRefused(refused, before);
  }

  /** Lets the log go on, and puts its store of now back again. */
  private void goOnAndLoseTheNewestEntries(int size) throws Exception {
    byte[] before = Files.readAllBytes(file);
    var _ = log.grow(size);
    remember();
    Files.write(copy.resolveSibling("older.mdb"), before);
  }

  private void putTheOlderStoreBack() throws Exception {
    Files.copy(copy.resolveSibling("older.mdb"), file, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void keysOfEntriesThatTheStoreNeverHadAreLostUnlessABackupHasThem() throws Exception {
    goOnAndLoseTheNewestEntries(SIZE + 500);
    log.export(copy);
    putTheOlderStoreBack();
    byte[] before = Files.readAllBytes(file);
    BackupException refused = assertThrows(BackupException.class, () -> repairFromCopy(false));
    assertTrue(refused.toString().contains("--accept-lost-keys"), refused.getMessage());
    assertRefused(refused, before);
    assertTrue(repairFromCopy(true).lostKeys());
    assertEquals(30, log.keys().size());
  }

  @Test
  void keysOfEntriesThatTheStoreNeverHadComeFromABackup() throws Exception {
    goOnAndLoseTheNewestEntries(SIZE + 500);
    var _ = log.backUp(copy);
    putTheOlderStoreBack();
    assertFalse(repairFromCopy(false).lostKeys());
    assertEquals(35, keys.size());
    assertIsRepaired();
  }

  @Test
  void aRepairThatWasNotAcceptedNeverBecomesTheStore() throws Exception {
    Path data = log.data();
    FolderFiles.copy(data.resolve("store"), data.resolve("store.repair"));
    Files.move(data.resolve("store"), data.resolve("elsewhere"));
    DataFolder.open(data).close();
    assertFalse(Files.exists(data.resolve("store")));
    assertTrue(Files.exists(data.resolve("store.repair")));
  }

  @Test
  void aRepairThatWasInterruptedBeforeTheSwapsFirstMoveIsMadeAnew() throws Exception {
    flipLeafHash(1_234);
    Path data = log.data();
    FolderFiles.copy(data.resolve("store"), data.resolve("store.accepted"));
    DataFolder.open(data).close();
    assertFalse(Files.exists(data.resolve("store.accepted")), "the log may go on without it");
    var _ = repair();
    assertIsRepaired();
  }

  /** Makes the newest commit one that LMDB and a salvage cannot see. */
  private void breakTheNewestMetaPage() throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer pages = ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.nativeOrder());
    int newest = pages.getLong(144) > pages.getLong(4_096 + 144) ? 0 : 4_096;
    pages.putInt(newest + 16, 0);
    Files.write(file, bytes);
  }

  @Test
  void entriesAfterAnOlderHeadAreNotGivenUp() throws Exception {
    log.growUnpublished(SIZE + 100);
    breakTheNewestMetaPage();
    byte[] before = Files.readAllBytes(file);
    BackupException refused = assertThrows(BackupException.class, () -> repair(true));
    assertTrue(refused.toString().contains("entry " + SIZE), refused.getMessage());
    assertRefused(refused, before);
  }

  @Test
  void entriesAfterAnOlderHeadComeFromTheJournal() throws Exception {
    log.growThroughTheJournal(SIZE + 60);
    remember();
    breakTheNewestMetaPage();
    Repaired repaired = repair(true);
    assertEquals(SIZE, repaired.head().size());
    assertTrue(repaired.headWasUnreadable());
    log.start();
    assertIsRepaired();
  }
}
