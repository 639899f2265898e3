package dev.cairn.server.store.lmdb;

import static dev.cairn.server.store.lmdb.WritingProcess.ENTRY;
import static dev.cairn.server.store.lmdb.WritingProcess.ORIGIN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.Snapshot;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.TreeGrowth;
import dev.cairn.tree.merkle.Prover;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A store that is read in this process while another one writes to it. */
@Timeout(60)
final class BesideTest {
  private static final LmdbOptions TINY = new LmdbOptions(1 << 18, 1L << 40, 1, 4);

  @TempDir private Path folder;

  @BeforeEach
  void create() {
    LmdbLogStore.create(folder, ORIGIN, TINY);
  }

  private static boolean holds(Snapshot view, long size) {
    assertEquals(size, view.head().size());
    assertEquals(view.head(), new Prover(view).head(size));
    view.entries(
        0,
        size,
        (_, entry) -> {
          assertArrayEquals(ENTRY, entry);
          return true;
        });
    return true;
  }

  @Test
  void eachReadingSeesTheLastCommit() throws IOException {
    try (WritingProcess writer = WritingProcess.start(folder)) {
      long size = writer.commit(3);
      try (LogStore store = LmdbLogStore.openBeside(folder, ORIGIN)) {
        for (int i = 0; i < 50; i++) {
          long expected = size;
          assertEquals(expected, store.head().size());
          assertEquals(true, store.read(view -> holds(view, expected)));
          size = writer.commit(1 + i);
        }
      }
    }
  }

  @Test
  void aReadingKeepsItsViewWhileTheFileGrowsBeyondTheMap() throws IOException {
    try (WritingProcess writer = WritingProcess.start(folder)) {
      writer.commit(3_000);
      try (LogStore store = LmdbLogStore.openBeside(folder, ORIGIN)) {
        assertEquals(true, store.read(view -> growsMeanwhile(view, writer)));
        assertEquals(true, store.read(view -> holds(view, 3_000 + 20 * 1_000)));
      }
    }
    assertTrue(Files.size(folder.resolve("data.mdb")) > 20 << 20);
  }

  private static boolean growsMeanwhile(Snapshot view, WritingProcess writer) {
    try {
      for (int i = 0; i < 20; i++) {
        writer.commit(1_000);
        assertTrue(holds(view, 3_000));
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theMapFollowsAFileThatHasOutgrownIt() throws IOException {
    try (WritingProcess writer = WritingProcess.start(folder)) {
      writer.commit(10);
      Environment environment = Environment.openBeside(folder, TINY, Files.size(data()));
      try {
        for (int i = 0; i < 5; i++) {
          long size = writer.commit(500 << i);
          assertEquals(size, environment.read(MetaTable::head).size());
        }
        assertTrue(environment.mapBytes() > TINY.mapBytes());
      } finally {
        environment.close();
      }
    }
  }

  private Path data() {
    return folder.resolve("data.mdb");
  }

  /** More often than the table of readers has places. */
  @Test
  void closingGivesThePlaceBack() throws IOException {
    try (WritingProcess writer = WritingProcess.start(folder)) {
      long size = writer.commit(5);
      for (int i = 0; i < 50; i++) {
        try (LogStore store = LmdbLogStore.openBeside(folder, ORIGIN)) {
          assertEquals(true, store.read(view -> holds(view, size)));
        }
      }
      assertEquals(6, writer.commit(1));
    }
  }

  @Test
  void nothingIsWritten() throws IOException {
    try (LogStore store = LmdbLogStore.openBeside(folder, ORIGIN)) {
      assertEquals(0, store.head().size());
      assertThrows(
          StoreException.class, () -> store.commit(TreeGrowth.of(store).next(List.of(ENTRY))));
    }
    try (WritingProcess writer = WritingProcess.start(folder)) {
      assertEquals(2, writer.commit(2));
    }
  }
}
