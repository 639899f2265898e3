package dev.cairn.faults.power;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.faults.FolderImage;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a disk may have after the calls so far. */
final class DiskTest {
  private static final int FILE = 7;
  private static final int FOLDER = 8;
  private static final int SEEDS = 200;

  private final Disk disk = new Disk("/r", path -> path.endsWith("/lax"));
  private final Replay replay = new Replay(disk);

  private void done(Call call) {
    replay.next(event(TraceLine.Part.WHOLE, call, 0));
  }

  private static Recording.Event event(TraceLine.Part part, Call call, long value) {
    return new Recording.Event(
        1, 0, part, java.util.Optional.of(call), value, java.util.Optional.empty());
  }

  private void open(int descriptor, String path, String flags) {
    replay.next(
        new Recording.Event(
            1,
            0,
            TraceLine.Part.WHOLE,
            java.util.Optional.of(new Call.Opening(flags)),
            descriptor,
            java.util.Optional.of(new TraceLine.Descriptor(descriptor, path))));
  }

  private void write(long offset, byte[] bytes) {
    Call call = new Call.Writing(FILE, java.util.Optional.of(offset), bytes);
    replay.next(event(TraceLine.Part.WHOLE, call, bytes.length));
  }

  private void syncName() {
    open(FOLDER, "/r", "O_RDONLY");
    done(new Call.Syncing(FOLDER));
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private Set<List<Integer>> remains(String name) {
    Set<List<Integer>> seen = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      byte[] bytes = disk.image(new Random(seed)).bytes(name);
      seen.add(IntStream.range(0, bytes.length).mapToObj(i -> (int) bytes[i]).distinct().toList());
    }
    return seen;
  }

  @Test
  void whatIsSyncedIsThere() {
    open(FILE, "/r/a", "O_RDWR|O_CREAT");
    write(0, filled(1_000, 1));
    done(new Call.Syncing(FILE));
    syncName();
    for (int seed = 0; seed < SEEDS; seed++) {
      assertArrayEquals(filled(1_000, 1), disk.image(new Random(seed)).bytes("a"));
    }
  }

  @Test
  void ofWhatIsNotSyncedThereIsAnyPart() {
    open(FILE, "/r/a", "O_RDWR|O_CREAT");
    write(0, filled(1_024, 1));
    done(new Call.Syncing(FILE));
    syncName();
    write(0, filled(1_024, 2));
    assertEquals(Set.of(List.of(1), List.of(2), List.of(1, 2), List.of(2, 1)), remains("a"));
  }

  @Test
  void aWriteUnderWayMayBeThereAndASyncUnderWayHelpsNothing() {
    open(FILE, "/r/a", "O_RDWR|O_CREAT");
    done(new Call.Syncing(FILE));
    syncName();
    Call write = new Call.Writing(FILE, java.util.Optional.of(0L), filled(512, 1));
    replay.next(event(TraceLine.Part.BEGIN, write, -1));
    assertEquals(Set.of(List.of(), List.of(0), List.of(1)), remains("a"));
  }

  @Test
  void aWriteOfAFileThatSyncsEachIsSyncedAlone() {
    open(FILE, "/r/a", "O_RDWR|O_CREAT");
    write(512, filled(512, 1));
    done(new Call.Syncing(FILE));
    syncName();
    write(512, filled(512, 2));
    open(FILE, "/r/a", "O_WRONLY|O_DSYNC");
    write(0, filled(512, 3));
    assertEquals(Set.of(List.of(3, 1), List.of(3, 2)), remains("a"));
  }

  @Test
  void aNameIsThereOnceItsFolderIsSynced() {
    open(FILE, "/r/a", "O_RDWR|O_CREAT");
    done(new Call.Syncing(FILE));
    assertEquals(2, IntStream.range(0, SEEDS).mapToObj(this::hasA).distinct().count());
    syncName();
    assertTrue(IntStream.range(0, SEEDS).allMatch(this::hasA));
    done(new Call.Renaming("/r/a", "/r/b"));
    for (int seed = 0; seed < SEEDS; seed++) {
      assertTrue(hasA(seed) != disk.image(new Random(seed)).has("b"), "one or the other");
    }
  }

  private boolean hasA(int seed) {
    return disk.image(new Random(seed)).has("a");
  }

  @Test
  void whatIsInAFolderThatIsLostIsLost() {
    done(new Call.MakingFolder("/r/f"));
    open(FILE, "/r/f/a", "O_RDWR|O_CREAT");
    open(FOLDER, "/r/f", "O_RDONLY");
    done(new Call.Syncing(FOLDER));
    boolean lost = false;
    for (int seed = 0; seed < SEEDS; seed++) {
      FolderImage image = disk.image(new Random(seed));
      assertEquals(image.has("f"), image.has("f/a"));
      lost |= !image.has("f");
    }
    assertTrue(lost);
  }

  @Test
  void syncsCanBeLeftOut() {
    open(FILE, "/r/lax", "O_RDWR|O_CREAT|O_DSYNC");
    write(0, filled(512, 1));
    done(new Call.Syncing(FILE));
    syncName();
    assertTrue(remains("lax").contains(List.of()));
    assertFalse(remains("lax").equals(Set.of(List.of(1))));
  }
}
