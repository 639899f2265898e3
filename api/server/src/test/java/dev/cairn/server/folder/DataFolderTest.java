package dev.cairn.server.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.journal.Journal;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {
  private static final char[] NONE = new char[0];

  @TempDir Path temp;
  private final SigningKey key = SigningKey.generate("example.com/log", KeyType.ED25519);
  private Path folder;

  @BeforeEach
  void create() throws Exception {
    folder = temp.resolve("log");
    DataFolder.create(folder, key, NONE);
  }

  @Test
  void whatWasCreatedOpens() throws Exception {
    try (DataFolder open = DataFolder.open(folder)) {
      assertEquals(key.verifierKey(), open.verifierKey());
      assertEquals(key.verifierKey(), open.signingKey(NONE).verifierKey());
      assertEquals(
          0, open.openPublishedHead().newest(key.verifierKey()).orElseThrow().head().size());
    }
  }

  @Test
  void nothingIsCreatedWhereSomethingIs() throws Exception {
    refused("not empty", () -> DataFolder.create(folder, key, NONE));
    Path other = Files.createDirectory(temp.resolve("other"));
    Files.writeString(other.resolve("mine.txt"), "mine");
    refused("not empty", () -> DataFolder.create(other, key, NONE));
    assertEquals("mine", Files.readString(other.resolve("mine.txt")));
  }

  @Test
  void nothingIsOpenedThatIsNoLog() throws Exception {
    refused("cairn init", () -> DataFolder.open(temp.resolve("missing")));
    refused("cairn init", () -> DataFolder.open(Files.createDirectory(temp.resolve("empty"))));
    assertTrue(Files.notExists(temp.resolve("missing")), "opening makes nothing");
  }

  @Test
  void aFolderHasOneUser() throws Exception {
    try (DataFolder open = DataFolder.open(folder)) {
      refused("in use", () -> DataFolder.open(open.path()));
    }
    DataFolder.open(folder).close();
  }

  @Test
  void aNewerFormatIsLeftAlone() throws Exception {
    rewrite("\"format\" : 2", "\"format\" : 3");
    refused("use a newer one", () -> DataFolder.open(folder));
  }

  @Test
  void aFolderWithoutAJournalGetsOneIfItIsOfTheFormatBefore() throws Exception {
    Files.delete(folder.resolve("journal"));
    try (DataFolder open = DataFolder.open(folder);
        LogStore store = open.openStore()) {
      refused("journal is missing", () -> open.openJournal(store));
    }
    rewrite("\"format\" : 2", "\"format\" : 1");
    for (int i = 0; i < 2; i++) {
      try (DataFolder open = DataFolder.open(folder);
          LogStore store = open.openStore()) {
        assertEquals(0, open.journaledEntries(store));
        open.openJournal(store).close();
      }
      rewrite("\"format\" : 2", "\"format\" : 2");
    }
  }

  @Test
  void aFolderOfTheFormatBeforeIsReadWithoutAJournal() throws Exception {
    Files.delete(folder.resolve("journal"));
    rewrite("\"format\" : 2", "\"format\" : 1");
    try (DataFolder open = DataFolder.openReadOnly(folder);
        LogStore store = open.openStore();
        Journal journal = open.openJournal(store)) {
      assertEquals(0, journal.unstored().size());
    }
    assertTrue(Files.notExists(folder.resolve("journal")), "nothing is written");
  }

  @Test
  void aDescriptionThatContradictsItselfIsRefused() throws Exception {
    rewrite("\"origin\" : \"example.com/log\"", "\"origin\" : \"example.com/other\"");
    refused("contradicts itself", () -> DataFolder.open(folder));
    Files.writeString(folder.resolve("log.json"), "{");
    refused("cannot be read", () -> DataFolder.open(folder));
  }

  private void rewrite(String what, String by) throws IOException {
    Path description = folder.resolve("log.json");
    String text = Files.readString(description);
    assertTrue(text.contains(what), text);
    Files.writeString(description, text.replace(what, by));
  }

  @Test
  void anotherLogsKeyIsRefused() throws Exception {
    Path other = temp.resolve("other");
    DataFolder.create(other, SigningKey.generate("example.com/log", KeyType.ED25519), NONE);
    Files.delete(folder.resolve("key"));
    Files.copy(other.resolve("key"), folder.resolve("key"));
    Files.setPosixFilePermissions(
        folder.resolve("key"), PosixFilePermissions.fromString("rw-------"));
    try (DataFolder open = DataFolder.open(folder)) {
      refused("not the key of this log", () -> open.signingKey(NONE));
    }
  }

  @Test
  void aKeyThatOthersCanReadIsRefused() throws Exception {
    Files.setPosixFilePermissions(
        folder.resolve("key"), PosixFilePermissions.fromString("rw-r--r--"));
    try (DataFolder open = DataFolder.open(folder)) {
      assertThrows(DataFolderException.class, () -> open.signingKey(NONE));
    }
  }

  @Test
  void anEncryptedKeyNeedsItsPassphrase() throws Exception {
    Path secret = temp.resolve("secret");
    DataFolder.create(secret, key, "correct horse".toCharArray());
    try (DataFolder open = DataFolder.open(secret)) {
      assertTrue(open.keyIsEncrypted());
      assertEquals(key.verifierKey(), open.signingKey("correct horse".toCharArray()).verifierKey());
      assertThrows(DataFolderException.class, () -> open.signingKey("wrong".toCharArray()));
    }
  }

  private static void refused(String words, Attempt attempt) {
    DataFolderException refused = assertThrows(DataFolderException.class, attempt::run);
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(words), message);
    assertEquals(1, message.lines().count(), "one line: " + message);
  }

  /** What is expected to be refused. */
  @FunctionalInterface
  private interface Attempt {
    void run() throws Exception;
  }
}
