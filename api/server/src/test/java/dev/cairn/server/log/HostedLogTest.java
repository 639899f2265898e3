package dev.cairn.server.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.scrub.ScrubSettings;
import dev.cairn.server.sequence.Append;
import dev.cairn.server.sequence.AppendOutcome;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class HostedLogTest {
  private static final char[] NONE = new char[0];

  @TempDir Path temp;
  private final ExecutorService readers = Executors.newFixedThreadPool(2);
  private final SigningKey key = SigningKey.generate("example.com/log", KeyType.ED25519);
  private Path folder;

  @BeforeEach
  void create() throws Exception {
    folder = temp.resolve("log");
    DataFolder.create(folder, key, NONE);
  }

  @AfterEach
  void end() {
    readers.close();
  }

  private HostedLog open() throws DataFolderException {
    return HostedLog.open(DataFolder.open(folder), NONE, LogSettings.DEFAULT, readers);
  }

  private static long append(HostedLog log, String entry) throws Exception {
    CompletableFuture<AppendOutcome> decided = new CompletableFuture<>();
    log.submit(
        new Append(
            List.of(entry.getBytes(StandardCharsets.UTF_8)),
            Optional.empty(),
            Append.Goal.CHECKPOINT,
            decided::complete));
    AppendOutcome.Durable durable = (AppendOutcome.Durable) decided.get(10, TimeUnit.SECONDS);
    return durable.firstIndex();
  }

  private static SignedCheckpoint publish(HostedLog log) throws Exception {
    return log.publisher().await(log.durableSize()).get(10, TimeUnit.SECONDS);
  }

  @Test
  void aLogGoesOnWhereItEnded() throws Exception {
    SignedCheckpoint before;
    try (HostedLog log = open()) {
      assertEquals(0, append(log, "a"));
      assertEquals(1, append(log, "b"));
      before = publish(log);
    }
    try (HostedLog log = open()) {
      assertEquals(before.head(), log.publisher().published().head());
      assertEquals(2, append(log, "c"));
      publish(log);
      assertArrayEquals("b".getBytes(StandardCharsets.UTF_8), log.reader().entry(1));
      assertEquals(List.of(), log.reader().consistency(2, 2));
    }
  }

  @Test
  void closingPublishesAllThatIsDurable() throws Exception {
    try (HostedLog log = open()) {
      for (int i = 0; i < 100; i++) {
        append(log, "entry " + i);
      }
    }
    try (HostedLog log = open()) {
      assertEquals(100, log.publisher().published().head().size());
    }
  }

  @Test
  void readOnlyChangesNothingInTheFolder() throws Exception {
    try (HostedLog log = open()) {
      log.events().expect();
      for (int i = 0; i < 10; i++) {
        append(log, "entry " + i);
      }
      publish(log);
    }
    Files.write(folder.resolve("index/left-behind"), new byte[] {1});
    ScrubSettings fast = new ScrubSettings(1 << 30, Duration.ofMillis(1));
    LogSettings settings = LogSettings.DEFAULT.withScrub(fast);
    for (boolean hasIndexes : new boolean[] {true, false}) {
      if (!hasIndexes) {
        deleteAll(folder.resolve("index"));
        deleteAll(folder.resolve("events"));
      }
      List<String> before = listing();
      try (HostedLog one =
          HostedLog.open(DataFolder.openReadOnly(folder), NONE, settings, readers)) {
        readAll(one);
      }
      assertEquals(before, listing());
    }
  }

  private static void readAll(HostedLog log) throws Exception {
    assertEquals(10, log.publisher().published().head().size());
    assertArrayEquals("entry 3".getBytes(StandardCharsets.UTF_8), log.reader().entry(3));
    log.leaves().whenIndexed(10).get(10, TimeUnit.SECONDS);
    byte[] entry = "entry 7".getBytes(StandardCharsets.UTF_8);
    assertEquals(OptionalLong.of(7), log.leaves().find(new TreeHasher().leaf(entry)));
    assertTrue(log.events().index().stoppedBy().orElseThrow().contains("read only"));
    assertThrows(DataFolderException.class, () -> log.events().expect());
    assertThrows(ExecutionException.class, () -> refuse(log).get(10, TimeUnit.SECONDS));
  }

  /** Each file and folder with its time and, if it is a file, what is in it. */
  private List<String> listing() throws Exception {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted().toList()) {
        byte[] content = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
        lines.add(
            "%s %s %s"
                .formatted(
                    folder.relativize(file),
                    Files.getLastModifiedTime(file),
                    HexFormat.of().formatHex(hash)));
      }
    }
    return lines;
  }

  @Test
  void anOlderStoreIsNotSignedOver() throws Exception {
    try (HostedLog log = open()) {
      append(log, "a");
    }
    Path copy = temp.resolve("copy");
    copy(folder.resolve("store"), copy);
    try (HostedLog log = open()) {
      append(log, "b");
    }
    deleteAll(folder.resolve("store"));
    copy(copy, folder.resolve("store"));
    DataFolderException refused = assertThrows(DataFolderException.class, this::open);
    assertTrue(String.valueOf(refused.getMessage()).contains("older copy"), refused.toString());
    assertThrows(
        DataFolderException.class, this::open, "it stays refused, and the folder is free again");
  }

  @Test
  void anotherHistoryOfTheSameSizeIsNotSignedOver() throws Exception {
    Path other = temp.resolve("other");
    DataFolder.create(other, key, NONE);
    try (HostedLog log =
        HostedLog.open(DataFolder.open(other), NONE, LogSettings.DEFAULT, readers)) {
      append(log, "x");
      append(log, "y");
    }
    try (HostedLog log = open()) {
      append(log, "a");
    }
    deleteAll(folder.resolve("store"));
    copy(other.resolve("store"), folder.resolve("store"));
    DataFolderException refused = assertThrows(DataFolderException.class, this::open);
    assertTrue(
        String.valueOf(refused.getMessage()).contains("not the tree that was published"),
        refused.toString());
  }

  @Test
  void aLostPublishedHeadIsNotForgiven() throws Exception {
    Files.write(folder.resolve("published"), new byte[8_192]);
    assertThrows(DataFolderException.class, this::open);
    Files.delete(folder.resolve("published"));
    assertThrows(DataFolderException.class, this::open);
  }

  @Test
  @Timeout(60)
  void aRightEdgeThatIsDamagedStopsTheLog() throws Exception {
    ScrubSettings fast = new ScrubSettings(1 << 30, Duration.ofMillis(1));
    LogSettings settings = LogSettings.DEFAULT.withScrub(fast);
    try (HostedLog log = HostedLog.open(DataFolder.open(folder), NONE, settings, readers)) {
      for (int i = 0; i < 10; i++) {
        append(log, "entry " + i);
      }
      publish(log);
      CountDownLatch stopped = new CountDownLatch(1);
      log.whenStopped(_ -> stopped.countDown());
      assertEquals(1, stopped.getCount());
      flip(new TreeHasher().leaf("entry 9".getBytes(StandardCharsets.UTF_8)).toBytes());
      stopped.await();
      assertTrue(log.stoppedBy().orElseThrow().contains("the tree head of size 10 is wrong"));
      assertThrows(ExecutionException.class, () -> refuse(log).get(10, TimeUnit.SECONDS));
      byte[] good = log.reader().entries(0, 1, 1).getFirst();
      assertArrayEquals("entry 0".getBytes(StandardCharsets.UTF_8), good, "what is good is read");
    }
  }

  private static CompletableFuture<Long> refuse(HostedLog log) {
    CompletableFuture<Long> refused = new CompletableFuture<>();
    log.submit(
        new Append(
            List.of(new byte[] {1}),
            Optional.empty(),
            Append.Goal.DURABLE,
            outcome -> refused.completeExceptionally(new IOException(outcome.toString()))));
    return refused;
  }

  /** Flips a bit of these bytes wherever the store's file has them. */
  private void flip(byte[] bytes) throws IOException {
    Path store = folder.resolve("store/data.mdb");
    String text = Files.readString(store, StandardCharsets.ISO_8859_1);
    String wanted = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(wanted);
    assertTrue(at >= 0, "the file has the bytes as they are");
    try (FileChannel file = FileChannel.open(store, StandardOpenOption.WRITE)) {
      for (; at >= 0; at = text.indexOf(wanted, at + 1)) {
        file.write(ByteBuffer.wrap(new byte[] {(byte) (bytes[0] ^ 1)}), at);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
