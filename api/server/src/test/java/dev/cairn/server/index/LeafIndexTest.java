package dev.cairn.server.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.store.MemoryLogStore;
import dev.cairn.server.store.TreeGrowth;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class LeafIndexTest {
  private static final int RUN = Span.SMALLEST;

  @TempDir private Path folder;
  private final MemoryLogStore store = new MemoryLogStore();
  private final TreeGrowth growth = new TreeGrowth();

  private void append(int count, IntFunction<String> entry) {
    int end = (int) store.head().size() + count;
    while (store.head().size() < end) {
      List<byte[]> batch = new ArrayList<>();
      for (int i = (int) store.head().size(); i < end && batch.size() < 5_000; i++) {
        batch.add(entry.apply(i).getBytes(UTF_8));
      }
      store.commit(growth.next(batch));
    }
  }

  private LeafIndex start() {
    return LeafIndex.start("log.example", folder, store);
  }

  private static void await(LeafIndex index, long size) throws Exception {
    index.whenIndexed(size).get(30, TimeUnit.SECONDS);
    assertTrue(index.indexedSize() >= size);
  }

  private static OptionalLong find(LeafIndex index, String entry) {
    return index.find(new TreeHasher().leaf(entry.getBytes(UTF_8)));
  }

  private static void awaitInSpiteOfFailures(LeafIndex index, long size) throws Exception {
    boolean indexed = false;
    while (!indexed) {
      try {
        await(index, size);
        indexed = true;
      } catch (ExecutionException e) {
        assertInstanceOf(IndexStoppedException.class, e.getCause());
      }
    }
  }

  private void assertFindsAll(LeafIndex index) {
    int size = (int) store.head().size();
    List<Hash> leaves = store.read(view -> view.leafHashes(0, size));
    for (int i = 0; i < size; i += 1 + i % 97) {
      assertEquals(OptionalLong.of(i), index.find(leaves.get(i)));
    }
    assertEquals(OptionalLong.empty(), find(index, "nothing"));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void followsTheLog() throws Exception {
    try (LeafIndex index = start()) {
      assertEquals(OptionalLong.empty(), find(index, "entry 0"));
      for (int i = 0; i < 300; i++) {
        append(1, j -> "entry " + j);
        index.grown();
        await(index, i + 1);
        assertEquals(OptionalLong.of(i), find(index, "entry " + i));
      }
      assertEquals(List.of(), files());
    }
  }

  @Test
  void findsWhatWasThereBefore() throws Exception {
    append(3 * RUN + 1_000, i -> "entry " + i);
    try (LeafIndex index = start()) {
      await(index, store.head().size());
      assertFindsAll(index);
    }
    assertEquals(3, files().size());
    try (LeafIndex index = start()) {
      await(index, store.head().size());
      assertFindsAll(index);
    }
  }

  @Test
  void findsTheFirstOfTheSame() throws Exception {
    append(RUN + 50_000, i -> "entry " + i % 60_000);
    try (LeafIndex index = start()) {
      await(index, store.head().size());
      for (int i = 0; i < 60_000; i += 77) {
        assertEquals(OptionalLong.of(i), find(index, "entry " + i));
      }
    }
  }

  @Test
  void mergesRuns() throws Exception {
    append(9 * RUN + 10, i -> "entry " + i);
    try (LeafIndex index = start()) {
      await(index, store.head().size());
      assertFindsAll(index);
      while (files().size() > 2) {
        Thread.sleep(5);
      }
      assertFindsAll(index);
    }
    assertEquals(
        List.of("0000000000000000-0000000000080000.run", "0000000000080000-0000000000090000.run"),
        files());
    try (LeafIndex index = start()) {
      await(index, store.head().size());
      assertFindsAll(index);
    }
  }

  @Test
  void buildsAnewWhatIsDamagedOrMissing() throws Exception {
    append(3 * RUN + 5, i -> "entry " + i);
    start().close();
    for (int damage = 0; damage < 4; damage++) {
      try (LeafIndex index = start()) {
        await(index, store.head().size());
      }
      Path second = folder.resolve(files().get(1));
      byte[] bytes = Files.readAllBytes(second);
      switch (damage) {
        case 0 -> Files.delete(second);
        case 1 -> Files.write(second, new byte[bytes.length]);
        case 2 -> Files.write(second, new byte[0]);
        default -> Files.delete(folder.resolve(files().getFirst()));
      }
      try (LeafIndex index = start()) {
        await(index, store.head().size());
        assertFindsAll(index);
      }
      assertEquals(3, files().size());
    }
  }

  @Test
  void doesNotUseTheIndexOfAnotherLog() throws Exception {
    append(2 * RUN, i -> "entry " + i);
    try (LeafIndex index = start()) {
      await(index, store.head().size());
    }
    MemoryLogStore other = new MemoryLogStore();
    TreeGrowth otherGrowth = new TreeGrowth();
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < RUN + 10; i++) {
      entries.add(("other " + i).getBytes(UTF_8));
    }
    other.commit(otherGrowth.next(entries));
    try (LeafIndex index = LeafIndex.start("other", folder, other)) {
      await(index, RUN + 10);
      assertEquals(OptionalLong.of(7), find(index, "other 7"));
      assertEquals(OptionalLong.empty(), find(index, "entry 7"));
    }
    assertEquals(1, files().size());
  }

  @Test
  void forgetsWhatIsBeyondTheLog() throws Exception {
    append(RUN, i -> "entry " + i);
    MemoryLogStore longer = new MemoryLogStore();
    TreeGrowth longerGrowth = new TreeGrowth();
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < 2 * RUN; i++) {
      entries.add(("entry " + i).getBytes(UTF_8));
    }
    longer.commit(longerGrowth.next(entries));
    try (LeafIndex index = LeafIndex.start("longer", folder, longer)) {
      await(index, 2 * RUN);
    }
    try (LeafIndex index = start()) {
      await(index, RUN);
      assertEquals(OptionalLong.empty(), find(index, "entry " + (RUN + 3)));
      assertFindsAll(index);
    }
    assertEquals(1, files().size());
  }

  @Test
  void aDamagedRecordIsNeverBelieved() throws Exception {
    append(RUN, i -> "entry " + i);
    try (LeafIndex index = start()) {
      await(index, RUN);
    }
    Path file = folder.resolve(files().getFirst());
    byte[] bytes = Files.readAllBytes(file);
    // The position of the second record, which is not a sample.
    bytes[Run.RECORD + 15] ^= 1;
    Files.write(file, bytes);
    try (LeafIndex index = start()) {
      await(index, RUN);
      List<Hash> leaves = store.read(view -> view.leafHashes(0, RUN));
      int wrong = 0;
      for (int i = 0; i < RUN; i++) {
        OptionalLong found = index.find(leaves.get(i));
        wrong += found.isEmpty() ? 1 : 0;
        assertTrue(found.isEmpty() || found.getAsLong() == i);
      }
      assertEquals(1, wrong);
    }
  }

  @Test
  void triesAgainWithoutHarmToTheLog() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[0]);
    append(10, i -> "entry " + i);
    try (LeafIndex index = LeafIndex.start("log.example", file, store)) {
      ExecutionException e =
          assertThrows(
              ExecutionException.class, () -> index.whenIndexed(10).get(30, TimeUnit.SECONDS));
      assertTrue(e.getCause() instanceof IndexStoppedException, e::toString);
      assertThrows(IndexStoppedException.class, () -> find(index, "entry 1"));
      index.grown();
      append(10, i -> "entry " + i);
      assertEquals(20, store.head().size());
      Files.delete(file);
      awaitInSpiteOfFailures(index, 20);
      assertEquals(OptionalLong.of(1), find(index, "entry 1"));
    }
  }

  @Test
  void endsWhenTheStoreDoes() throws Exception {
    append(10, i -> "entry " + i);
    LeafIndex index = start();
    await(index, 10);
    var never = index.whenIndexed(11);
    append(1, i -> "entry " + i);
    store.close();
    index.grown();
    assertThrows(ExecutionException.class, () -> never.get(30, TimeUnit.SECONDS));
    index.close();
  }

  @Test
  void disappointsThoseWhoWaitWhenItCloses() throws Exception {
    LeafIndex index = start();
    var never = index.whenIndexed(1);
    index.close();
    assertThrows(ExecutionException.class, () -> never.get(30, TimeUnit.SECONDS));
    assertThrows(ExecutionException.class, () -> index.whenIndexed(1).get(30, TimeUnit.SECONDS));
  }
}
