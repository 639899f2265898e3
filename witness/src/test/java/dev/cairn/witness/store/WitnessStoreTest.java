package dev.cairn.witness.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.merkle.Hash;
import dev.cairn.witness.OriginHash;
import dev.cairn.witness.store.StoreException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lmdbjava.Txn;

final class WitnessStoreTest {
  private static final Hash A = OriginHash.of("a");

  @TempDir Path temp;

  private Path created() {
    Path folder = temp.resolve("store");
    WitnessStore.create(folder);
    return folder;
  }

  private static List<NewLog> logs(int count) {
    List<NewLog> logs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      logs.add(new NewLog(OriginHash.of("log " + i), "vkey " + i + "x".repeat(100)));
    }
    return logs;
  }

  @Test
  void replacesOnlyWhatIsExpectedAndKeepsIt() {
    Path folder = created();
    try (WitnessStore store = WitnessStore.open(folder)) {
      assertFalse(store.replaceHead(A, "", "one"), "a log that is not known has no head");
      assertEquals(1, store.addLogs(List.of(new NewLog(A, "key"))));
      assertEquals(0, store.addLogs(List.of(new NewLog(A, "another key"))));
      assertTrue(store.replaceHead(A, "", "one"));
      assertFalse(store.replaceHead(A, "", "two"));
      assertTrue(store.replaceHead(A, "one", "two"));
    }
    try (WitnessStore store = WitnessStore.open(folder)) {
      assertEquals(Optional.of(new StoredLog(A, "key", "two")), store.log(A));
      assertEquals(Optional.empty(), store.log(OriginHash.of("b")));
    }
  }

  @Test
  void showsTheNewestCosignedNote() {
    Path folder = created();
    CosignedNote older = new CosignedNote(7, 100, "older");
    CosignedNote newer = new CosignedNote(9, 50, "newer");
    try (WitnessStore store = WitnessStore.open(folder)) {
      store.addLogs(List.of(new NewLog(A, "key")));
      store.keepCosigned(A, newer);
      store.keepCosigned(A, older);
      assertEquals(Optional.of(newer), store.cosigned(A));
    }
    try (WitnessStore store = WitnessStore.open(folder)) {
      assertEquals(Optional.of(newer), store.cosigned(A), "closing has written it");
      store.keepCosigned(A, older);
    }
    try (WitnessStore store = WitnessStore.open(folder)) {
      assertEquals(Optional.of(newer), store.cosigned(A));
    }
  }

  @Test
  void growsByItself() {
    Path folder = created();
    try (WitnessStore store = WitnessStore.open(folder, new MapSize(1 << 18, 1L << 40))) {
      assertEquals(5_000, store.addLogs(logs(5_000)));
    }
    try (WitnessStore store = WitnessStore.open(folder)) {
      assertEquals(5_000, store.logCount());
      List<StoredLog> first = store.logs(3);
      assertEquals(3, first.size());
      assertEquals(
          store.logs(4).getLast(), store.logsAfter(first.getLast().originHash(), 1).getFirst());
    }
  }

  @Test
  void saysThatItIsFullAndChangesNothing() {
    Path folder = temp.resolve("small");
    MapSize small = new MapSize(1 << 18, 1 << 18);
    WitnessStore.create(folder, small);
    try (WitnessStore store = WitnessStore.open(folder, small)) {
      assertEquals(100, store.addLogs(logs(100)));
      StoreException full = assertThrows(StoreException.class, () -> store.addLogs(logs(1_000)));
      assertEquals(Kind.FULL, full.kind());
      assertEquals(100, store.logCount());
      store.requireWritable();
      assertTrue(store.replaceHead(OriginHash.of("log 1"), "", "one"), "there is room for this");
    }
  }

  @Test
  void isNeverMadeByOpening() throws IOException {
    Path folder = temp.resolve("none");
    assertEquals(Kind.UNUSABLE, refusal(folder).kind());
    Path emptied = created();
    Files.delete(emptied.resolve("data.mdb"));
    assertEquals(Kind.UNUSABLE, refusal(emptied).kind());
    assertFalse(Files.exists(emptied.resolve("data.mdb")));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 100, 4_096, 4_200, 8_192, 40_960})
  void refusesAFileCutShort(long bytes) throws IOException {
    Path folder = created();
    try (WitnessStore store = WitnessStore.open(folder)) {
      store.addLogs(logs(500));
    }
    try (FileChannel file =
        FileChannel.open(folder.resolve("data.mdb"), StandardOpenOption.WRITE)) {
      file.truncate(bytes);
    }
    assertEquals(Kind.DAMAGED, refusal(folder).kind());
    assertEquals(bytes, Files.size(folder.resolve("data.mdb")), "it is left as it is");
  }

  @Test
  void refusesAFileWithoutFormat() {
    Path folder = temp.resolve("store");
    StoreFile.makeFolder(folder);
    Environment.create(folder, MapSize.DEFAULT).close();
    assertEquals(Kind.DAMAGED, refusal(folder).kind());
  }

  @Test
  void refusesANewerFormat() {
    Path folder = created();
    change(
        folder,
        (environment, transaction) ->
            environment.tables().meta().reserve(transaction, Rows.formatKey(), 4).putInt(2));
    assertEquals(Kind.UNUSABLE, refusal(folder).kind());
  }

  @Test
  void knowsALogThatHasLostItsHead() {
    Path folder = created();
    try (WitnessStore store = WitnessStore.open(folder)) {
      store.addLogs(List.of(new NewLog(A, "key")));
      assertTrue(store.replaceHead(A, "", "one"));
    }
    ByteBuffer key = ByteBuffer.allocateDirect(Hash.BYTES).put(A.toBytes()).flip();
    change(
        folder,
        (environment, transaction) ->
            assertTrue(environment.tables().heads().delete(transaction, key)));
    try (WitnessStore store = WitnessStore.open(folder)) {
      StoreException lost = assertThrows(StoreException.class, () -> store.log(A));
      assertEquals(Kind.DAMAGED, lost.kind());
      assertFalse(store.replaceHead(A, "", "one"), "no head is not an empty one");
    }
  }

  @Test
  void writesNothingAfterAFailedCommit() {
    Path folder = created();
    try (WitnessStore store = WitnessStore.open(folder)) {
      store.addLogs(List.of(new NewLog(A, "key")));
      List<NewLog> failing =
          new AbstractList<>() {
            @Override
            public NewLog get(int index) {
              throw new IllegalStateException("the disk is gone");
            }

            @Override
            public int size() {
              return 1;
            }
          };
      assertEquals(Kind.FAILED, failure(() -> store.addLogs(failing)));
      assertEquals(Kind.FAILED, failure(() -> store.replaceHead(A, "", "one")));
      assertEquals(Kind.FAILED, failure(store::requireWritable));
      store.keepCosigned(A, new CosignedNote(1, 1, "one"));
    }
    try (WitnessStore store = WitnessStore.open(folder)) {
      assertEquals(Optional.of(new StoredLog(A, "key", "")), store.log(A));
      assertEquals(Optional.empty(), store.cosigned(A));
    }
  }

  private static Kind failure(Executable call) {
    return assertThrows(StoreException.class, call).kind();
  }

  @Test
  void isClosedForGood() {
    WitnessStore store = WitnessStore.open(created());
    store.close();
    store.close();
    assertEquals(
        Kind.CLOSED,
        assertThrows(StoreException.class, () -> store.replaceHead(A, "", "one")).kind());
    assertEquals(Kind.CLOSED, assertThrows(StoreException.class, () -> store.log(A)).kind());
  }

  private static void change(Path folder, BiConsumer<Environment, Txn<ByteBuffer>> change) {
    Environment environment =
        Environment.open(folder, StoreFile.in(folder).check(), MapSize.DEFAULT);
    environment.write(transaction -> change.accept(environment, transaction));
    environment.close();
  }

  private static StoreException refusal(Path folder) {
    return assertThrows(StoreException.class, () -> WitnessStore.open(folder));
  }
}
