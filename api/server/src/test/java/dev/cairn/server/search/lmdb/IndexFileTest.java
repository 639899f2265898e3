package dev.cairn.server.search.lmdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class IndexFileTest {
  private static final long SMALL_MAP = 1 << 20;

  @TempDir private Path folder;

  private static byte[] key(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  private static Optional<Integer> floor(IndexFile file, int number) {
    return file.floor(Table.BLOCKS, key(number)).map(row -> ByteBuffer.wrap(row.key()).getInt());
  }

  @Test
  void findsTheGreatestKeyThatIsNotBeyond() {
    try (IndexFile file = IndexFile.open(folder)) {
      assertEquals(Optional.empty(), floor(file, 7));
      file.write(
          out -> {
            out.append(Table.BLOCKS, key(10), new byte[] {1});
            out.append(Table.BLOCKS, key(20), new byte[] {2});
          });
      assertEquals(Optional.empty(), floor(file, 9));
      assertEquals(Optional.of(10), floor(file, 10));
      assertEquals(Optional.of(10), floor(file, 19));
      assertEquals(Optional.of(20), floor(file, 20));
      assertEquals(Optional.of(20), floor(file, Integer.MAX_VALUE));
      assertEquals(Optional.empty(), file.get(Table.BLOCKS, key(11)));
      assertEquals(Optional.empty(), file.get(Table.META, key(10)));
      assertArrayEquals(new byte[] {2}, file.get(Table.BLOCKS, key(20)).orElseThrow());
    }
  }

  @Test
  void hasAllOfACommitOrNothing() {
    try (IndexFile file = IndexFile.open(folder)) {
      assertThrows(
          IllegalStateException.class,
          () ->
              file.write(
                  out -> {
                    out.put(Table.META, key(1), new byte[1]);
                    throw new IllegalStateException("on purpose");
                  }));
      assertEquals(Optional.empty(), file.get(Table.META, key(1)));
      file.write(out -> out.put(Table.META, key(1), "a".getBytes(UTF_8)));
      file.write(out -> out.put(Table.META, key(1), "b".getBytes(UTF_8)));
    }
    try (IndexFile file = IndexFile.open(folder)) {
      assertArrayEquals("b".getBytes(UTF_8), file.get(Table.META, key(1)).orElseThrow());
    }
  }

  @Test
  void outgrowsItsMapWhileOthersRead() throws Exception {
    try (IndexFile file = IndexFile.open(folder, SMALL_MAP)) {
      file.write(out -> out.append(Table.BLOCKS, key(0), new byte[4_000]));
      boolean[] ended = {false};
      List<Throwable> failures = new ArrayList<>();
      Thread reader =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      while (!isEnded(ended)) {
                        assertEquals(
                            4_000, file.get(Table.BLOCKS, key(0)).map(v -> v.length).orElse(0));
                      }
                    } catch (RuntimeException | Error e) {
                      failures.add(e);
                    }
                  });
      for (int segment = 0; segment < 6; segment++) {
        int first = 1 + segment * 200;
        file.write(
            out -> {
              for (int i = first; i < first + 200; i++) {
                out.append(Table.BLOCKS, key(i), new byte[4_000]);
              }
            });
      }
      synchronized (ended) {
        ended[0] = true;
      }
      reader.join();
      assertEquals(List.of(), failures);
      int[] rows = {0};
      file.forEach(Table.BLOCKS, (_, _) -> rows[0]++);
      assertEquals(1_201, rows[0]);
    }
    try (IndexFile file = IndexFile.open(folder, SMALL_MAP)) {
      assertEquals(Optional.of(1_200), floor(file, 5_000));
    }
  }

  private static boolean isEnded(boolean[] ended) {
    synchronized (ended) {
      return ended[0];
    }
  }

  @Test
  void refusesToBeUsedOnceItIsClosed() {
    IndexFile file = IndexFile.open(folder);
    file.close();
    file.close();
    assertThrows(IndexFileException.class, () -> floor(file, 1));
    assertThrows(
        IndexFileException.class, () -> file.write(out -> out.put(Table.META, key(1), key(1))));
    assertTrue(IndexFile.MAX_KEY_BYTES < 511, "LMDB's own bound");
  }
}
