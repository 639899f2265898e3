package dev.cairn.server.store.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.store.Commit;
import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.MemoryLogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.TreeGrowth;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
  private static final int SECTOR = 512;

  /** Of a commit of ten entries of 1,000 bytes with a key of five. */
  private static final int RECORD_BYTES = 24 + 2 * 40 + 8 + 10 * 1_002 + 2 + 5 + 12;

  @TempDir Path temp;
  private Path file;
  private final MemoryLogStore store = new MemoryLogStore();
  private final TreeGrowth growth = new TreeGrowth();

  @BeforeEach
  void create() throws IOException {
    file = temp.resolve("journal");
    Journal.create(file);
  }

  private static List<byte[]> entries(int from, int count, int bytes) {
    List<byte[]> entries = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      entries.add(Arrays.copyOf(("entry " + i).getBytes(UTF_8), bytes));
    }
    return entries;
  }

  /** Appends three commits of 10 entries, of which the store has the first, and a key. */
  private void appendThree() {
    try (Journal journal = Journal.open(file, store)) {
      for (int i = 0; i < 3; i++) {
        Commit commit =
            growth.next(entries(10 * i, 10, 1_000), Map.of("key " + i, new KeyUse(10L * i, 10)));
        assertTrue(journal.hasRoom(commit));
        journal.append(commit);
        if (i == 0) {
          store.commit(commit);
          journal.release(10);
        }
      }
    }
  }

  private void write(long at, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), at);
    }
  }

  private static void assertHas(LogStore store, int size) {
    assertEquals(size, store.head().size());
    List<byte[]> wanted = entries(0, size, 1_000);
    store.read(
        view -> {
          for (int i = 0; i < size; i++) {
            assertArrayEquals(wanted.get(i), view.entry(i));
          }
          return true;
        });
  }

  @Test
  void isItsOwnersAlone() throws IOException {
    assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
  }

  @Test
  void bringsTheStoreUpToIt() {
    appendThree();
    assertEquals(20, Journal.unstoredEntries(file, store));
    assertHas(store, 10);
    Journal.open(file, store).close();
    assertHas(store, 30);
    assertEquals(growth.head(), store.head());
    assertEquals(
        Optional.of(new KeyUse(20, 10)), store.read(view -> view.key("key 2")), "keys as well");
    assertEquals(0, Journal.unstoredEntries(file, store));
  }

  @Test
  void aStoreThatHasAllOfItStaysAsItIs() {
    appendThree();
    Journal.open(file, store).close();
    Journal.open(file, store).close();
    assertHas(store, 30);
  }

  @Test
  void whatWasCutShortWasNeverThere() throws IOException {
    appendThree();
    byte[] whole = Files.readAllBytes(file);
    int third = positionOfRecord(whole, 20);
    Random random = new Random(1);
    for (int round = 0; round < 100; round++) {
      // Some sectors of the last write have reached the disk, others have not.
      byte[] torn = Arrays.copyOfRange(whole, third, third + RECORD_BYTES);
      boolean lost = false;
      for (int at = 0; at < RECORD_BYTES; at += SECTOR) {
        if (random.nextBoolean()) {
          Arrays.fill(torn, at, Math.min(at + SECTOR, RECORD_BYTES), (byte) 0);
          lost = true;
        }
      }
      write(third, torn);
      assertEquals(lost ? 10 : 20, Journal.unstoredEntries(file, store), "round " + round);
    }
  }

  @Test
  void everyFlippedByteOfAnEarlierRecordIsRefused() throws IOException {
    appendThree();
    byte[] whole = Files.readAllBytes(file);
    int second = positionOfRecord(whole, 10);
    for (int at = second; at < second + RECORD_BYTES; at += at < second + 120 ? 1 : 97) {
      write(at, new byte[] {(byte) (whole[at] ^ 1)});
      StoreException refused =
          assertThrows(StoreException.class, () -> Journal.open(file, store), "byte " + at);
      assertEquals(StoreException.Kind.CORRUPT, refused.kind());
      assertHas(store, 10);
      write(at, new byte[] {whole[at]});
    }
    Journal.open(file, store).close();
    assertHas(store, 30);
  }

  @Test
  void everyFlippedByteOfTheFirstBlockIsRefused() throws IOException {
    appendThree();
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < 36; at++) {
      write(at, new byte[] {(byte) (whole[at] ^ 1)});
      assertThrows(StoreException.class, () -> Journal.open(file, store), "byte " + at);
      write(at, new byte[] {whole[at]});
    }
  }

  @Test
  void aMissingFileIsNoEmptyOne() throws IOException {
    Files.delete(file);
    StoreException refused = assertThrows(StoreException.class, () -> Journal.open(file, store));
    assertEquals(StoreException.Kind.UNUSABLE, refused.kind());
    assertFalse(Files.exists(file));
    Files.write(file, new byte[0]);
    assertThrows(StoreException.class, () -> Journal.open(file, store));
  }

  @Test
  void anotherTreeIsRefused() {
    appendThree();
    MemoryLogStore other = new MemoryLogStore();
    other.commit(new TreeGrowth().next(entries(100, 10, 1_000)));
    assertThrows(StoreException.class, () -> Journal.open(file, other));
    assertEquals(10, other.head().size());
  }

  /** A stranger chooses the bytes of entries, but does not know the epoch. */
  @Test
  void anEntryThatLooksLikeARecordIsNone() throws IOException {
    try (Journal journal = Journal.open(file, store)) {
      Commit real = growth.copy().next(entries(0, 1, 1_000));
      ByteBuffer forged = ByteBuffer.allocate(60_000);
      Commit fake = growth.copy().next(entries(500, 1, 1_000));
      for (int at = 0; at + 2_000 < forged.capacity(); at += 2_000) {
        JournalRecord.of(fake).write(Epoch.random(), forged.position(at));
      }
      growth.next(entries(0, 1, 1_000));
      journal.append(real);
      journal.append(growth.next(List.of(forged.array())));
    }
    Journal.open(file, store).close();
    assertEquals(2, store.head().size());
    assertArrayEquals(entries(0, 1, 1_000).getFirst(), store.read(view -> view.entry(0)));
  }

  @Test
  void recordsOfAnEarlierOpeningAreForgotten() throws IOException {
    appendThree();
    byte[] before = Files.readAllBytes(file);
    Journal.open(file, store).close();
    // Its first block is new; the records behind it are those of before.
    byte[] after = Files.readAllBytes(file);
    assertArrayEquals(
        Arrays.copyOfRange(before, Journal.BLOCK, before.length),
        Arrays.copyOfRange(after, Journal.BLOCK, after.length));
    MemoryLogStore older = new MemoryLogStore();
    assertEquals(0, Journal.unstoredEntries(file, older));
  }

  @Test
  void goesRoundAndHasRoomOnlyForWhatWasReleased() {
    Deque<Commit> unstored = new ArrayDeque<>();
    int refused = 0;
    try (Journal journal = Journal.open(file, store)) {
      for (int i = 0; i < 400; i++) {
        Commit commit = growth.next(entries(i, 1, 60_000));
        while (!journal.hasRoom(commit)) {
          refused++;
          store.commit(unstored.removeFirst());
          journal.release(store.head().size());
        }
        journal.append(commit);
        unstored.add(commit);
      }
    }
    assertTrue(refused > 100, refused + " times there was no room");
    assertEquals(unstored.size(), Journal.unstoredEntries(file, store));
    Journal.open(file, store).close();
    assertEquals(growth.head(), store.head());
    assertArrayEquals(entries(399, 1, 60_000).getFirst(), store.read(view -> view.entry(399)));
  }

  @Test
  void whatIsTooLargeHasNoRoom() {
    try (Journal journal = Journal.open(file, store)) {
      assertTrue(journal.hasRoom(growth.copy().next(entries(0, 17, 60_000))));
      assertFalse(journal.hasRoom(growth.copy().next(entries(0, 18, 60_000))));
    }
  }

  /** Where the record begins that goes on from a tree of {@code size}. */
  private static int positionOfRecord(byte[] bytes, long size) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Epoch epoch = Epoch.readBlock(in).orElseThrow();
    for (int at = Journal.BLOCK; at < bytes.length; at += Journal.BLOCK) {
      Optional<JournalRecord> record = JournalRecord.read(epoch, in.position(at));
      if (record.isPresent() && record.get().expected().size() == size) {
        return at;
      }
    }
    throw new AssertionError("no record of size " + size);
  }
}
