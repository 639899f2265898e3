package dev.cairn.server.fsck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.TreeGrowth;
import dev.cairn.server.store.lmdb.LmdbLogStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flipped bit is found, or it was in bytes that mean nothing. */
final class BitFlipTest {
  private static final String ORIGIN = "log.example";
  private static final int FLIPS = Integer.getInteger("cairn.flips", 200);

  @TempDir private Path folder;

  private void fill(Path store) {
    LmdbLogStore.create(store, ORIGIN);
    Random random = new Random(42);
    try (LogStore log = LmdbLogStore.open(store, ORIGIN)) {
      TreeGrowth growth = new TreeGrowth();
      for (int i = 0; i < 150; i++) {
        long size = growth.head().size();
        List<byte[]> entries = new ArrayList<>();
        for (int j = random.nextInt(20); j >= 0; j--) {
          byte[] entry = new byte[1 + random.nextInt(random.nextInt(10) == 0 ? 9_000 : 300)];
          random.nextBytes(entry);
          entries.add(entry);
        }
        Map<String, KeyUse> keys = Map.of("key " + random.nextLong(), new KeyUse(size, 1));
        log.commit(growth.next(entries, keys).with(List.of(PlainNote.of(growth.head()))));
      }
    }
  }

  @Test
  void everyFlipIsFoundOrWithoutEffect() throws IOException {
    Path whole = folder.resolve("whole");
    fill(whole);
    List<String> content = content(whole);
    assertTrue(check(whole).isClean(), () -> check(whole).toString());

    Path flipped = Files.createDirectory(folder.resolve("flipped"));
    byte[] file = Files.readAllBytes(whole.resolve("data.mdb"));
    Random random = new Random(1);
    int found = 0;
    for (int i = 0; i < FLIPS; i++) {
      int offset = random.nextInt(file.length);
      int bit = 1 << random.nextInt(8);
      file[offset] ^= (byte) bit;
      Files.write(flipped.resolve("data.mdb"), file);
      file[offset] ^= (byte) bit;
      openOrRefuse(flipped);
      FsckReport report = check(flipped);
      if (report.isClean()) {
        assertEquals(content, content(flipped), "bit " + bit + " of byte " + offset);
      } else {
        found++;
      }
    }
    assertTrue(found > FLIPS / 2, found + " of " + FLIPS + " found");
  }

  /** A server that opens it unchecked may serve it or refuse, but does not end. */
  private static void openOrRefuse(Path store) {
    try (LogStore log = LmdbLogStore.open(store, ORIGIN)) {
      assertFalse(log.read(BitFlipTest::content).isEmpty());
    } catch (StoreException e) {
      assertFalse(e.getMessage().isEmpty());
    }
  }

  private static FsckReport check(Path store) {
    return new Fsck(PlainNote::open, (_, _, _) -> {}).check(store, ORIGIN);
  }

  /** All that a store says. */
  private static List<String> content(Path store) {
    try (LogStore log = LmdbLogStore.openReadOnly(store, ORIGIN)) {
      return log.read(BitFlipTest::content);
    }
  }

  private static List<String> content(Snapshot view) {
    List<String> content = new ArrayList<>();
    long size = view.head().size();
    content.add(view.head().toString());
    view.entries(0, size, (_, entry) -> content.add(HexFormat.of().formatHex(entry)));
    for (int level = 0; level <= 60; level += 4) {
      view.hashes(level, 0, size >> level).forEach(hash -> content.add(hash.toString()));
    }
    view.keys((key, use) -> content.add(key + use));
    view.checkpoints(0, Integer.MAX_VALUE)
        .forEach(each -> content.add(each.size() + new String(each.note(), UTF_8)));
    return content;
  }
}
