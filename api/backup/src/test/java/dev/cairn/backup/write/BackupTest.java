package dev.cairn.backup.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.backup.FolderFiles;
import dev.cairn.backup.TestLog;
import dev.cairn.backup.check.BackupCheck;
import dev.cairn.backup.check.BackupReport;
import dev.cairn.backup.form.BackupException;
import dev.cairn.backup.form.BackupFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BackupTest {
  @TempDir Path temp;
  private TestLog log;
  private Path backup;

  @BeforeEach
  void create() throws Exception {
    log = TestLog.create(temp.resolve("log"));
    backup = temp.resolve("backup");
  }

  private BackupReport check() throws BackupException {
    try (BackupFiles files = BackupFiles.open(backup)) {
      return new BackupCheck(files, Optional.of(log.key().verifierKey()), (_, _, _) -> {}).run();
    }
  }

  private void assertIsOfSize(long size) throws BackupException {
    BackupReport report = check();
    assertEquals(List.of(), report.findings());
    assertEquals(size, report.description().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 256, 257, 700, 65_536, 65_537})
  void hasAllOfTheLog(int size) throws Exception {
    var _ = log.grow(size);
    BackupResult result = log.backUp(backup);
    assertTrue(result.hasChanged());
    assertIsOfSize(size);
    assertEquals((size + 99) / 100, result.description().keys());
    assertEquals((size + 99) / 100, result.description().checkpoints());
    assertEquals(log.published(), result.description().checkpoint());
    assertEquals(TestLog.NOW, result.description().time());
    assertFalse(Files.exists(backup.resolve("key")));
  }

  @Test
  void leavesOutWhatIsNotPublished() throws Exception {
    var _ = log.grow(300);
    log.growUnpublished(450);
    BackupResult result = log.backUp(backup);
    assertIsOfSize(300);
    assertEquals(3, result.description().keys());
    assertEquals(3, result.description().checkpoints());
  }

  @Test
  void writesOnlyWhatIsNew() throws Exception {
    var _ = log.grow(700);
    var _ = log.backUp(backup);
    Map<String, byte[]> before = FolderFiles.of(backup);
    var _ = log.grow(1_100);
    BackupResult result = log.backUp(backup);
    assertIsOfSize(1_100);
    assertEquals(2, result.description().increments().size());
    assertEquals(11, result.description().keys());
    Map<String, byte[]> after = FolderFiles.of(backup);
    for (String path : before.keySet()) {
      if (path.contains(".p/") || path.contains("edge")) {
        continue; // replaced by what is at the edge now
      }
      if (!path.equals("backup.json") && !path.equals("tiles/checkpoint")) {
        assertArrayEquals(before.get(path), after.get(path), path);
      }
    }
    assertFalse(after.containsKey("tiles/tile/0/002.p/188"), "the tile is full now");
    assertTrue(after.containsKey("tiles/tile/0/002"));
    assertFalse(after.containsKey("manifests/000001.edge.sha256"));
    // Four bundles and tiles, what is at the edge, and four files besides.
    assertTrue(result.files() < 15, "files: " + result.files());
  }

  @Test
  void writesNothingWhereNothingIsNew() throws Exception {
    var _ = log.grow(300);
    var _ = log.backUp(backup);
    Map<String, byte[]> before = FolderFiles.of(backup);
    BackupResult again = log.backUp(backup);
    assertFalse(again.hasChanged());
    Map<String, byte[]> after = FolderFiles.of(backup);
    assertEquals(before.keySet(), after.keySet());
    before.forEach((path, bytes) -> assertArrayEquals(bytes, after.get(path), path));
  }

  @Test
  void itsManifestsAreReadByOthers() throws Exception {
    var _ = log.grow(700);
    var _ = log.backUp(backup, true, (_, _, _) -> {});
    var _ = log.grow(1_100);
    var _ = log.backUp(backup);
    assertEquals("", sha256sum(), "sha256sum has nothing to complain of");
    FolderFiles.flip(backup.resolve("tiles/tile/entries/003"), 10);
    assertTrue(sha256sum().contains("tiles/tile/entries/003: FAILED"));
  }

  /** What sha256sum says of all manifests. */
  private String sha256sum() throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of("sha256sum", "--check", "--strict", "--quiet"), manifests())
            .toList();
    Process process;
    try {
      process =
          new ProcessBuilder(command).directory(backup.toFile()).redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeTrue(false, "there is no sha256sum here: " + e);
      throw e;
    }
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(said.isEmpty(), process.waitFor() == 0, said);
    return said;
  }

  private Stream<String> manifests() throws IOException {
    try (Stream<Path> all = Files.list(backup.resolve("manifests"))) {
      return all.map(each -> "manifests/" + each.getFileName()).sorted().toList().stream();
    }
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;

  /** Ends a backup at one of the moments at which it says how far it is. */
  private static final class Interruption implements BackupProgress {
    private int left;

    Interruption(int left) {
      this.left = left;
    }

    @Override
    public void at(Part part, long done, long total) {
      if (left-- == 0) {
        throw new Interrupted();
      }
    }
  }

  private static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Test
  void wheneverItIsInterruptedTheEarlierOneIsWhole() throws Exception {
    var _ = log.grow(600);
    var _ = log.backUp(backup);
    var _ = log.grow(1_300);
    int interruptions = 0;
    boolean done = false;
    while (!done) {
      try {
        var _ = log.backUp(backup, false, new Interruption(interruptions));
        done = true;
      } catch (Interrupted | IllegalStateException e) {
        interruptions++;
        long size = check().description().size();
        assertTrue(size == 600 || size == 1_300, "size " + size);
        assertIsOfSize(size);
        assertEquals("", sha256sum());
      }
    }
    assertIsOfSize(1_300);
    assertTrue(interruptions > 5, "interruptions: " + interruptions);
  }

  @Test
  void goesOnWhereAnInterruptedOneHasBegunAndTheLogHasGrownSince() throws Exception {
    var _ = log.grow(600);
    assertThrows(RuntimeException.class, () -> log.backUp(backup, false, new Interruption(4)));
    assertFalse(Files.exists(backup.resolve("backup.json")));
    var _ = log.grow(1_300);
    var _ = log.backUp(backup);
    assertIsOfSize(1_300);
  }

  @Test
  void takesTheKeyOnlyWhenAsked() throws Exception {
    var _ = log.grow(10);
    var _ = log.backUp(backup);
    BackupResult with = log.backUp(backup, true, (_, _, _) -> {});
    assertTrue(with.hasChanged());
    assertTrue(with.description().hasKey());
    assertArrayEquals(
        Files.readAllBytes(log.data().resolve("key")), Files.readAllBytes(backup.resolve("key")));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(backup.resolve("key"))));
    assertIsOfSize(10);
    var _ = log.grow(20);
    assertTrue(log.backUp(backup).description().hasKey(), "it stays");
    assertIsOfSize(20);
  }

  @Test
  void aKeyThatAnInterruptedRunHasLeftIsReportedAndDeleted() throws Exception {
    var _ = log.grow(10);
    var _ = log.backUp(backup);
    assertFalse(check().hasUnlistedKey());
    Files.copy(log.data().resolve("key"), backup.resolve("key"));
    Files.writeString(backup.resolve("key.next"), "half");
    assertTrue(check().hasUnlistedKey());
    assertTrue(check().isClean());
    assertFalse(log.backUp(backup).hasChanged());
    assertFalse(Files.exists(backup.resolve("key")));
    assertFalse(Files.exists(backup.resolve("key.next")));
  }

  @Test
  void refusesAFolderWithSomethingElseInIt() throws Exception {
    Files.createDirectories(backup);
    Files.writeString(backup.resolve("notes.txt"), "mine");
    BackupException refused = assertThrows(BackupException.class, () -> log.backUp(backup));
    assertEquals(BackupException.Kind.UNUSABLE, refused.kind());
    assertTrue(refused.toString().contains("notes.txt"), refused.getMessage());
  }

  @Test
  void refusesAnotherLogsBackup() throws Exception {
    var _ = log.grow(10);
    var _ = log.backUp(backup);
    TestLog other = TestLog.create(temp.resolve("other")).grow(20);
    BackupException refused = assertThrows(BackupException.class, () -> other.backUp(backup));
    assertEquals(BackupException.Kind.UNUSABLE, refused.kind());
  }

  @Test
  void refusesAnOlderCopyAndAnotherHistory() throws Exception {
    var _ = log.grow(300);
    FolderFiles.copy(log.data(), temp.resolve("older"));
    var _ = log.grow(600);
    var _ = log.backUp(backup);
    TestLog older = log.at(temp.resolve("older"));
    BackupException behind = assertThrows(BackupException.class, () -> older.backUp(backup));
    assertEquals(BackupException.Kind.DAMAGED, behind.kind());
    assertTrue(behind.toString().contains("up to 300 only"), behind.getMessage());
    TestLog fork = TestLog.create(temp.resolve("fork"), log.key(), "other").grow(900);
    BackupException other = assertThrows(BackupException.class, () -> fork.backUp(backup));
    assertTrue(other.toString().contains("another history"), other.getMessage());
    assertIsOfSize(600);
  }

  @Test
  void hasOneWriter() throws Exception {
    var _ = log.grow(10);
    try (BackupFolder _ = BackupFolder.open(backup)) {
      BackupException refused = assertThrows(BackupException.class, () -> log.backUp(backup));
      assertTrue(refused.toString().contains("another process"), refused.getMessage());
    }
    assertTrue(log.backUp(backup).hasChanged());
  }

  @Test
  void writesNothingThatDoesNotVerify() throws Exception {
    var _ = log.grow(700);
    int found = FolderFiles.flipAll(log.data().resolve("store/data.mdb"), log.entry(300));
    assertTrue(found > 0);
    Exception refused = assertThrows(Exception.class, () -> log.backUp(backup));
    assertTrue(refused.toString().contains("entry 300"), refused.getMessage());
    assertFalse(Files.exists(backup.resolve("backup.json")));
    assertFalse(Files.exists(backup.resolve("tiles/tile/entries/001")));
  }

  @Test
  void isAnArchiveToo() throws Exception {
    var _ = log.grow(700);
    Path archive = temp.resolve("backup.tar");
    try (var store = log.openBeside()) {
      Backup backup =
          new Backup(
              dev.cairn.server.folder.FolderView.of(log.data()),
              store,
              () -> TestLog.NOW,
              (_, _, _) -> {});
      var _ = new BackupArchive(backup).write(archive, true);
    }
    backup = archive;
    assertIsOfSize(700);
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)));
    try (Stream<Path> left = Files.list(Objects.requireNonNull(archive.getParent()))) {
      assertEquals(
          List.of("backup.tar", "log"),
          left.map(p -> p.getFileName().toString()).sorted().toList());
    }
    byte[] whole = Files.readAllBytes(archive);
    Files.write(archive, java.util.Arrays.copyOf(whole, whole.length / 2));
    assertFalse(isClean());
  }

  private boolean isClean() {
    try {
      return check().isClean();
    } catch (BackupException e) {
      return false;
    }
  }
}
