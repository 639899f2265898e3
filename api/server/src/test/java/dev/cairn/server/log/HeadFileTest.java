package dev.cairn.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.HeadFile;
import dev.cairn.server.folder.PublishedMemory;
import dev.cairn.server.publish.Publication;
import dev.cairn.server.sequence.Append;
import dev.cairn.server.sequence.AppendOutcome;
import dev.cairn.server.store.Commit;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.TreeGrowth;
import dev.cairn.server.store.journal.Journal;
import dev.cairn.tree.checkpoint.LossStatement;
import dev.cairn.tree.checkpoint.LostHead;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.SigningKey;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a log remembers of its heads: copies, rollbacks, restores, and losses that are declared. */
@Timeout(120)
final class HeadFileTest {
  private static final char[] NONE = new char[0];
  private static final String REASON = "the volume burnt";

  @TempDir Path temp;
  private final ExecutorService readers = Executors.newFixedThreadPool(2);
  private final SigningKey key = SigningKey.generate("example.com/log", KeyType.ED25519);
  private Path folder;
  private Path headFile;

  @BeforeEach
  void create() throws Exception {
    folder = temp.resolve("log");
    headFile = temp.resolve("other-volume");
    DataFolder.create(folder, key, NONE);
  }

  @AfterEach
  void end() {
    readers.close();
  }

  private void remember() throws Exception {
    try (DataFolder open = DataFolder.open(folder)) {
      HeadFiles.create(open, headFile);
    }
  }

  private HostedLog open(Path data, LogSettings settings) throws DataFolderException {
    return HostedLog.open(DataFolder.open(data), NONE, settings, readers);
  }

  private HostedLog open() throws DataFolderException {
    return open(folder, LogSettings.DEFAULT.withHeadFile(headFile));
  }

  private HostedLog openAlone() throws DataFolderException {
    return open(folder, LogSettings.DEFAULT);
  }

  private static AppendOutcome submit(HostedLog log, String entry) throws Exception {
    CompletableFuture<AppendOutcome> decided = new CompletableFuture<>();
    log.submit(
        new Append(
            List.of(entry.getBytes(StandardCharsets.UTF_8)),
            Optional.empty(),
            Append.Goal.CHECKPOINT,
            decided::complete));
    return decided.get(10, TimeUnit.SECONDS);
  }

  private static SignedCheckpoint append(HostedLog log, String entry) throws Exception {
    AppendOutcome.Durable durable = (AppendOutcome.Durable) submit(log, entry);
    return log.publisher().await(durable.coveringSize()).get(10, TimeUnit.SECONDS);
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

  private Path copy(String name) throws IOException {
    Path copy = temp.resolve(name);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(folder.relativize(file).toString()));
      }
    }
    return copy;
  }

  /** Puts a copy in the folder's place. */
  private void putBack(Path copy) throws IOException {
    Files.move(folder, temp.resolve("lost-" + copy.getFileName()));
    Files.move(copy, folder);
  }

  private TreeHead remembered(Path file) throws Exception {
    try (HeadFile open = HeadFile.open(file)) {
      return open.newest(key.verifierKey()).orElseThrow().head();
    }
  }

  @Test
  void eachHeadIsInBothFilesBeforeItIsSeen() throws Exception {
    remember();
    try (HostedLog log = open()) {
      for (int i = 0; i < 5; i++) {
        TreeHead seen = append(log, "entry " + i).head();
        assertEquals(seen, remembered(folder.resolve("published")));
      }
    }
    assertEquals(remembered(folder.resolve("published")), remembered(headFile));
  }

  @Test
  void aCopiedFolderIsRefusedWhileTheFirstRuns() throws Exception {
    remember();
    try (HostedLog log = open()) {
      append(log, "a");
      Path copy = copy("copy");
      refused(
          "in use by another process",
          () -> open(copy, LogSettings.DEFAULT.withHeadFile(headFile)).close());
      append(log, "b");
    }
  }

  @Test
  void aFolderThatWasRolledBackAsAWholeIsRefused() throws Exception {
    remember();
    try (HostedLog log = open()) {
      append(log, "a");
    }
    Path copy = copy("copy");
    try (HostedLog log = open()) {
      append(log, "b");
    }
    putBack(copy);
    refused("in its head file a checkpoint of 2: it is an older copy", () -> open().close());
    refused("catch-up", () -> open().close());
    refused("declare-loss", () -> open().close());
  }

  @Test
  void aHeadFileWithoutItsVolumeIsRefused() throws Exception {
    refused("is missing; mount its volume", () -> open().close());
    remember();
    open().close();
    Files.delete(headFile);
    refused("is missing; mount its volume", () -> open().close());
    assertTrue(Files.notExists(headFile), "opening makes nothing");
  }

  @Test
  void anotherLogsHeadFileIsRefused() throws Exception {
    Path other = temp.resolve("other");
    SigningKey otherKey = SigningKey.generate("example.com/log", KeyType.ED25519);
    DataFolder.create(other, otherKey, NONE);
    try (DataFolder open = DataFolder.open(other)) {
      HeadFiles.create(open, headFile);
    }
    refused("it is another log's, or damaged", () -> open().close());
    Files.write(headFile, new byte[8_192]);
    refused("it is another log's, or damaged", () -> open().close());
    Files.write(headFile, new byte[0]);
    refused("it is another log's, or damaged", () -> open().close());
  }

  @Test
  void aHeadFileIsNeverWrittenOver() throws Exception {
    Files.writeString(headFile, "mine");
    refused("exists already", this::remember);
    assertEquals("mine", Files.readString(headFile));
  }

  @Test
  void aHeadFileInTheFolderItselfIsNoMemory() {
    headFile = folder.resolve("published");
    refused("is in the data folder", () -> open().close());
  }

  @Test
  void aHeadFileIsNotMadeOfARunningLog() throws Exception {
    try (HostedLog log = openAlone()) {
      append(log, "a");
      refused("in use", this::remember);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCrashBetweenBothFilesLosesNothing(boolean externalIsAhead) throws Exception {
    remember();
    SignedCheckpoint newest;
    byte[] before;
    Path behind = externalIsAhead ? folder.resolve("published") : headFile;
    try (HostedLog log = open()) {
      append(log, "a");
    }
    before = Files.readAllBytes(behind);
    try (HostedLog log = open()) {
      newest = append(log, "b");
    }
    Files.write(behind, before);
    try (HostedLog log = open()) {
      assertEquals(newest.head(), log.publisher().published().head());
      append(log, "c");
    }
    assertEquals(remembered(folder.resolve("published")), remembered(headFile));
  }

  @Test
  void aHeadFileThatWasLeftBehindIsBroughtUp() throws Exception {
    remember();
    try (HostedLog log = openAlone()) {
      append(log, "a");
    }
    open().close();
    assertEquals(1, remembered(headFile).size());
  }

  @Test
  void aRestoredFolderIsServedReadOnlyIfNobodyRemembers() throws Exception {
    try (HostedLog log = openAlone()) {
      append(log, "a");
    }
    markRestored();
    for (int i = 0; i < 2; i++) {
      try (HostedLog log = openAlone()) {
        assertTrue(log.heldBy().orElseThrow().contains("declare-loss"));
        AppendOutcome.Stopped refused = (AppendOutcome.Stopped) submit(log, "b");
        assertTrue(refused.reason().contains("it was restored"), refused.reason());
        assertEquals("a", new String(log.reader().entry(0), StandardCharsets.UTF_8));
        assertEquals(1, log.durableSize());
      }
    }
    refused("was restored, and may have forgotten", this::remember);
  }

  private void markRestored() throws Exception {
    try (DataFolder open = DataFolder.open(folder);
        PublishedMemory memory = PublishedMemory.open(open)) {
      open.markRestored(memory.newest().checkpoint());
    }
  }

  @Test
  void aRestoredFolderSignsOnceItsHeadFileKnowsNothingNewer() throws Exception {
    remember();
    try (HostedLog log = open()) {
      append(log, "a");
    }
    markRestored();
    try (HostedLog log = open()) {
      assertEquals(Optional.empty(), log.heldBy());
      assertEquals(2, append(log, "b").head().size());
    }
    assertTrue(Files.notExists(folder.resolve("restored")));
  }

  @Test
  void aRestoredFolderIsRefusedIfItsHeadFileKnowsMore() throws Exception {
    remember();
    try (HostedLog log = open()) {
      append(log, "a");
    }
    Path copy = copy("copy");
    try (HostedLog log = open()) {
      append(log, "b");
    }
    putBack(copy);
    markRestored();
    refused("older copy", () -> open().close());
    assertTrue(Files.exists(folder.resolve("restored")));
  }

  @Test
  void aMarkThatIsNoCheckpointOfTheLogIsRefused() throws Exception {
    Files.writeString(folder.resolve("restored"), "yes\n");
    refused("is not a checkpoint of this log", () -> openAlone().close());
  }

  private LossStatement declare(boolean withHeadFile) throws Exception {
    LossDeclaration.Evidence evidence =
        new LossDeclaration.Evidence(
            withHeadFile ? Optional.of(headFile) : Optional.empty(), List.of());
    try (LossDeclaration declaration = LossDeclaration.open(DataFolder.open(folder), evidence)) {
      return declaration.declare(key, REASON, InstantSource.system());
    }
  }

  /** A log of one entry, whose head file remembers three. */
  private TreeHead loseTwoOfThree() throws Exception {
    remember();
    try (HostedLog log = open()) {
      append(log, "the first entry");
    }
    Path copy = copy("copy");
    TreeHead lost;
    try (HostedLog log = open()) {
      append(log, "b");
      lost = append(log, "c").head();
    }
    putBack(copy);
    return lost;
  }

  @Test
  void afterADeclaredLossTheStatementIsTheNextEntry() throws Exception {
    TreeHead lost = loseTwoOfThree();
    LossStatement statement = declare(true);
    assertEquals(List.of(new LostHead(lost, LostHead.Memory.HEAD_FILE)), statement.lost());
    assertEquals(1, statement.kept().size());
    assertEquals(2, remembered(headFile).size());
    try (HostedLog log = open()) {
      assertEquals(3, append(log, "not b").head().size());
      byte[] entry = log.reader().entry(1);
      assertEquals(statement, LossStatement.open(entry, key.verifierKey()));
      assertEquals(List.of(SignedNote.parse(entry)), log.losses());
    }
    refused("nothing is lost", () -> declare(true));
  }

  @Test
  void whatADeclaredLossDoesNotNameIsStillRefused() throws Exception {
    loseTwoOfThree();
    // The head file is forgotten about, the folder's own memory is not behind: nothing is lost.
    refused("nothing is lost", () -> declare(false));
    refused("older copy", () -> open().close());
    declare(true);
    Path copy = copy("later");
    try (HostedLog log = open()) {
      append(log, "not b");
      append(log, "not c");
    }
    putBack(copy);
    refused("older copy", () -> open().close());
  }

  @Test
  void aDeclarationThatEndedInBetweenIsCarriedOutAtTheNextStart() throws Exception {
    TreeHead lost = loseTwoOfThree();
    byte[] memory = Files.readAllBytes(headFile);
    declare(true);
    // As if it had ended before the head file was written.
    Files.write(headFile, memory);
    assertEquals(lost, remembered(headFile));
    try (HostedLog log = open()) {
      assertEquals(3, append(log, "not b").head().size());
    }
    assertEquals(3, remembered(headFile).size());
  }

  @Test
  void aDeclarationThatGotNoFurtherThanTheStatementIsCarriedOutOnce() throws Exception {
    loseTwoOfThree();
    Path before = copy("before");
    byte[] memory = Files.readAllBytes(headFile);
    declare(true);
    Path losses = folder.resolve("losses");
    Files.move(losses, before.resolve("losses"));
    putBack(before);
    Files.write(headFile, memory);
    for (int i = 0; i < 2; i++) {
      try (HostedLog log = open()) {
        assertEquals(2, log.durableSize());
        assertEquals(1, log.losses().size());
      }
    }
  }

  @Test
  void anUnknownLossIsDeclaredOfARestoredFolder() throws Exception {
    try (HostedLog log = openAlone()) {
      append(log, "a");
    }
    markRestored();
    assertEquals(List.of(), declare(false).lost());
    try (HostedLog log = openAlone()) {
      assertEquals(Optional.empty(), log.heldBy());
      assertEquals(3, append(log, "b").head().size());
    }
  }

  @Test
  void anotherHistoryIsNoLoss() throws Exception {
    remember();
    try (HostedLog log = open()) {
      append(log, "a");
    }
    Path other = temp.resolve("other");
    DataFolder.create(other, key, NONE);
    try (HostedLog log = open(other, LogSettings.DEFAULT)) {
      append(log, "x");
      append(log, "y");
    }
    putBack(other);
    refused("of another history", () -> declare(true));
  }

  @Test
  void aDamagedStoreIsNotGoneOnFrom() throws Exception {
    loseTwoOfThree();
    flip("the first entry", 0);
    refused("entry 0 does not have its leaf hash", () -> declare(true));
    assertTrue(Files.notExists(folder.resolve("losses")));
  }

  /** Flips a bit of the only place in the store where an entry is, behind its length. */
  private void flip(String entry, int bit) throws IOException {
    byte[] wanted = entry.getBytes(StandardCharsets.UTF_8);
    byte[] framed = new byte[2 + wanted.length];
    framed[1] = (byte) wanted.length;
    System.arraycopy(wanted, 0, framed, 2, wanted.length);
    Path data = folder.resolve("store").resolve("data.mdb");
    String bytes = new String(Files.readAllBytes(data), StandardCharsets.ISO_8859_1);
    String pattern = new String(framed, StandardCharsets.ISO_8859_1);
    int found = 0;
    try (RandomAccessFile file = new RandomAccessFile(data.toFile(), "rw")) {
      for (int at = bytes.indexOf(pattern); at >= 0; at = bytes.indexOf(pattern, at + 1)) {
        file.seek(at + 2L);
        file.write(wanted[0] ^ (1 << bit));
        found++;
      }
    }
    assertTrue(found > 0, entry);
  }

  @Test
  void aHeadFileThatDidNotKeepUpReleasesNoRestoredFolder() throws Exception {
    remember();
    try (HostedLog log = open()) {
      append(log, "a");
    }
    try (HostedLog log = openAlone()) {
      append(log, "b");
    }
    Path copy = copy("copy");
    try (HostedLog log = openAlone()) {
      append(log, "c");
    }
    putBack(copy);
    markRestored();
    for (int i = 0; i < 2; i++) {
      try (HostedLog log = open()) {
        String held = log.heldBy().orElseThrow();
        assertTrue(held.contains("its head file did not keep up"), held);
        assertTrue(submit(log, "not c") instanceof AppendOutcome.Stopped);
      }
      assertEquals(1, remembered(headFile).size(), "it is not brought up by what it doubts");
    }
    assertTrue(Files.exists(folder.resolve("restored")));
  }

  @Test
  void aHeadFileThatCatchingUpHasPassedReleasesNoRestoredFolder() throws Exception {
    remember();
    try (HostedLog log = open()) {
      append(log, "a");
    }
    markRestored(); // at the size that the head file has
    byte[] mark = Files.readAllBytes(folder.resolve("restored"));
    Files.delete(folder.resolve("restored"));
    try (HostedLog log = openAlone()) {
      append(log, "b"); // a copy had more, and the log had not stopped there either
    }
    Files.write(folder.resolve("restored"), mark);
    try (HostedLog log = open()) {
      assertTrue(log.heldBy().orElseThrow().contains("did not keep up"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDeclarationThatEndedBeforeTheFolderWasReleasedHoldsTheLog(boolean withHeadFile)
      throws Exception {
    remember();
    try (HostedLog log = open()) {
      append(log, "a");
    }
    markRestored();
    Path before = copy("before");
    declare(withHeadFile);
    Files.move(folder.resolve("losses"), before.resolve("losses"));
    putBack(before);
    LogSettings settings =
        withHeadFile ? LogSettings.DEFAULT.withHeadFile(headFile) : LogSettings.DEFAULT;
    try (HostedLog log = open(folder, settings)) {
      String held = log.heldBy().orElseThrow();
      assertTrue(held.contains("run cairn declare-loss again"), held);
      assertTrue(submit(log, "b") instanceof AppendOutcome.Stopped);
      assertEquals(1, log.durableSize());
    }
    declare(withHeadFile);
    try (HostedLog log = open(folder, settings)) {
      assertEquals(Optional.empty(), log.heldBy());
      assertEquals(1, log.losses().size());
      assertEquals(3, append(log, "b").head().size());
    }
  }

  @Test
  void aStatementIsLoggedAlsoIfItsKeyIsMissing() throws Exception {
    loseTwoOfThree();
    declare(true);
    try (HostedLog log = open()) {
      append(log, "not b");
    }
    Path other = temp.resolve("other");
    DataFolder.create(other, key, NONE);
    List<byte[]> entries = new ArrayList<>();
    try (DataFolder from = DataFolder.open(folder);
        LogStore store = from.openStore()) {
      for (long i = 0; i < store.head().size(); i++) {
        long index = i;
        entries.add(store.read(view -> view.entry(index)));
      }
    }
    try (DataFolder to = DataFolder.open(other);
        LogStore store = to.openStore()) {
      store.commit(TreeGrowth.of(store).next(entries, Map.of()));
    }
    Files.move(folder.resolve("losses"), other.resolve("losses"));
    try (HostedLog log = open(other, LogSettings.DEFAULT)) {
      assertEquals(3, log.durableSize());
      assertEquals(4, append(log, "c").head().size());
    }
  }

  private LossStatement declare(SignedCheckpoint shown) throws Exception {
    LossDeclaration.Evidence evidence =
        new LossDeclaration.Evidence(Optional.empty(), List.of(shown));
    try (LossDeclaration declaration = LossDeclaration.open(DataFolder.open(folder), evidence)) {
      return declaration.declare(key, REASON, InstantSource.system());
    }
  }

  @Test
  void aLostHeadThatIsLearntLaterIsNamedByAFurtherStatement() throws Exception {
    remember();
    try (HostedLog log = open()) {
      append(log, "a");
    }
    Path copy = copy("copy");
    SignedCheckpoint learnt;
    try (HostedLog log = open()) {
      learnt = append(log, "b");
      append(log, "c");
    }
    putBack(copy);
    declare(true);
    try (HostedLog log = open()) {
      append(log, "not b");
      assertEquals(4, append(log, "not c").head().size());
    }
    LossStatement further = declare(learnt);
    assertEquals(1, further.kept().size());
    assertEquals(List.of(new LostHead(learnt.head(), LostHead.Memory.SHOWN)), further.lost());
    for (int i = 0; i < 2; i++) {
      try (HostedLog log = open()) {
        assertEquals(2, log.losses().size());
        append(log, "more");
        byte[] entry = log.reader().entry(4);
        assertEquals(further, LossStatement.open(entry, key.verifierKey()));
        assertEquals(6 + i, log.durableSize());
      }
    }
    refused("nothing is lost", () -> declare(learnt));
  }

  @Test
  void theHeadOfALossOfOneEntryIsNamedAfterTheStatementIsAsLarge() throws Exception {
    try (HostedLog log = openAlone()) {
      append(log, "a");
    }
    Path copy = copy("copy");
    SignedCheckpoint learnt;
    try (HostedLog log = openAlone()) {
      learnt = append(log, "b");
    }
    putBack(copy);
    markRestored();
    assertEquals(List.of(), declare(false).lost());
    LossStatement further = declare(learnt);
    assertEquals(1, further.kept().size());
    assertEquals(learnt.head(), further.lost().getFirst().head());
    try (HostedLog log = openAlone()) {
      assertEquals(3, log.durableSize());
      assertEquals(4, append(log, "not b").head().size());
    }
  }

  @Test
  void nothingIsDeclaredBeforeTheJournalIsStored() throws Exception {
    try (HostedLog log = openAlone()) {
      append(log, "a");
    }
    try (DataFolder open = DataFolder.open(folder);
        LogStore store = open.openStore();
        PublishedMemory memory = PublishedMemory.open(open)) {
      LossStatement statement =
          LossStatement.of(
              key.verifierKey().name(), store.head(), Instant.EPOCH, REASON, List.of());
      try (Journal journal = open.openJournal(store)) {
        byte[] entry = "journaled".getBytes(StandardCharsets.UTF_8);
        journal.append(TreeGrowth.of(store).next(List.of(entry), Map.of()));
      }
      LogStore full = new FullStore(store);
      try (Journal journal = open.openJournal(full)) {
        assertEquals(1, journal.unstored().size());
        open.losses().add(statement.sign(key), statement);
        refused(
            "make room first",
            () -> LostHeads.carryOut(open, full, journal, memory, key, InstantSource.system()));
        assertEquals(1, store.head().size());
      }
    }
  }

  /** A store on a disk without room. */
  private record FullStore(LogStore store) implements LogStore {
    @Override
    public TreeHead head() {
      return store.head();
    }

    @Override
    public void requireRoom(long bytes) {
      throw new StoreException(StoreException.Kind.FULL, "no room");
    }

    @Override
    public void commit(Commit commit) {
      throw new StoreException(StoreException.Kind.FULL, "no room");
    }

    @Override
    public <T> T read(Function<Snapshot, T> reading) {
      return store.read(reading);
    }

    @Override
    public void close() {}
  }

  @Test
  void aHeadFileInTheFolderByAnotherNameIsNoMemory() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("link"), folder);
    headFile = link.resolve("head");
    refused("is in the data folder", this::remember);
    assertTrue(Files.notExists(headFile));
    Path around = temp.resolve("nothing").resolve("..").resolve("log");
    Files.createDirectory(temp.resolve("nothing"));
    try (DataFolder open = DataFolder.open(around)) {
      refused("is in the data folder", () -> HeadFiles.create(open, folder.resolve("head")));
      refused(
          "is in the data folder",
          () -> PublishedMemory.open(open, link.resolve("published")).close());
      refused(
          "is in the data folder",
          () -> PublishedMemory.open(open, folder.resolve("published")).close());
    }
  }

  @Test
  void aFlippedBitInAnEntryThatNobodySignedYetStopsTheLogAndIsNotSigned() throws Exception {
    SignedCheckpoint before;
    try (HostedLog log = openAlone()) {
      before = append(log, "first");
    }
    byte[] memory = Files.readAllBytes(folder.resolve("published"));
    try (HostedLog log = openAlone()) {
      for (int i = 1; i < 2_000; i++) {
        var _ = submit(log, "entry " + i);
      }
    }
    Files.write(folder.resolve("published"), memory); // as if nothing of it had been signed
    flip("entry 700", 3);
    try (HostedLog log = openAlone()) {
      CompletableFuture<String> stopped = new CompletableFuture<>();
      log.whenStopped(cause -> stopped.complete(cause.reason()));
      String reason = stopped.get(30, TimeUnit.SECONDS);
      assertTrue(reason.contains("entry 700 in the store is not what was committed"), reason);
      assertEquals(before.head(), log.publisher().published().head());
      assertEquals("first", new String(log.reader().entry(0), StandardCharsets.UTF_8));
      assertTrue(submit(log, "more") instanceof AppendOutcome.Stopped);
    }
    assertEquals(before.head(), remembered(folder.resolve("published")));
  }

  @Test
  void theTimeOfTheNewestPublicationIsKept() throws Exception {
    Instant noon = Instant.parse("2026-11-29T12:00:00Z");
    try (HostedLog log = open(folder, LogSettings.DEFAULT.withClock(() -> noon))) {
      append(log, "a");
    }
    try (HostedLog log =
        open(folder, LogSettings.DEFAULT.withClock(() -> noon.minusSeconds(3_600)))) {
      assertEquals(noon, log.publisher().publishedTime());
      assertEquals(Optional.of(Duration.ofHours(1)), log.clockBehind());
      assertEquals(1, ((AppendOutcome.Durable) submit(log, "b")).firstIndex());
      assertEquals(1, log.publisher().published().head().size());
    }
    try (HostedLog log = open(folder, LogSettings.DEFAULT.withClock(() -> noon))) {
      assertEquals(2, log.publisher().await(2).get(10, TimeUnit.SECONDS).head().size());
    }
  }

  @Test
  void aTimeInTheFutureCanBeForgotten() throws Exception {
    remember();
    Instant future = Instant.parse("2036-11-29T12:00:00Z");
    LogSettings settings = LogSettings.DEFAULT.withHeadFile(headFile);
    try (HostedLog log = open(folder, settings.withClock(() -> future))) {
      append(log, "a");
    }
    try (DataFolder open = DataFolder.open(folder);
        PublishedMemory memory = PublishedMemory.open(open, headFile)) {
      assertEquals(future, memory.newest().time());
      assertEquals(1, HeadFiles.forgetTime(memory).head().size());
    }
    try (HostedLog log = open(folder, settings.withClock(() -> future.minusSeconds(1)))) {
      assertEquals(Optional.empty(), log.clockBehind());
      assertEquals(2, append(log, "b").head().size());
    }
  }

  @Test
  void aFlippedBitInTheTimeTakesTheTimeAwayAndNothingElse() throws Exception {
    Instant noon = Instant.parse("2026-11-29T12:00:00Z");
    Path file = temp.resolve("heads");
    SignedCheckpoint head;
    try (HostedLog log = openAlone()) {
      head = append(log, "a");
    }
    HeadFile.create(file, head);
    try (HeadFile open = HeadFile.open(file)) {
      open.reset(new Publication(head, noon));
    }
    byte[] whole = Files.readAllBytes(file);
    int time = head.toBytes().length + 1;
    for (int bit = 0; bit < 16 * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[time + bit / 8] ^= (byte) (1 << (bit % 8));
      flipped[4_096 + time + bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(file, flipped);
      try (HeadFile open = HeadFile.open(file)) {
        Publication newest = open.newestPublication(key.verifierKey()).orElseThrow();
        assertEquals(new Publication(head, Instant.EPOCH), newest);
      }
    }
  }
}
