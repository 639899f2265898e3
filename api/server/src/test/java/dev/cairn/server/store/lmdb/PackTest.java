package dev.cairn.server.store.lmdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.StoreException.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PackTest {
  private static ByteBuffer pack(List<byte[]> entries) {
    int bytes = entries.stream().mapToInt(entry -> Pack.bytesOf(entry.length)).sum();
    ByteBuffer pack = ByteBuffer.allocate(bytes);
    Pack.write(entries, pack);
    return pack.flip();
  }

  @Test
  void fillsOnePage() {
    assertTrue(Pack.fits(0, 65_535));
    assertTrue(Pack.fits(100, 3_978));
    assertFalse(Pack.fits(100, 3_979));
    assertFalse(Pack.fits(4_080, 1));
  }

  @Test
  void returnsWhatWasWritten() {
    List<byte[]> entries = List.of(new byte[] {1}, new byte[] {2, 3}, new byte[65_535]);
    ByteBuffer pack = pack(entries);
    assertEquals(3, Pack.count(pack, 70));
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(entries.get(i), Pack.read(pack, 70, 70 + i));
    }
    List<Long> indexes = new ArrayList<>();
    assertEquals(73, Pack.read(pack, 70, 71, 100, (index, _) -> indexes.add(index)));
    assertEquals(List.of(71L, 72L), indexes);
    assertEquals(-1, Pack.read(pack, 70, 71, 100, (_, _) -> false));
    assertEquals(72, Pack.read(pack, 70, 70, 72, (_, _) -> true));
  }

  @Test
  void refusesWhatIsBeyondIt() {
    ByteBuffer pack = pack(List.of(new byte[] {1}, new byte[] {2, 3}));
    StoreException e = assertThrows(StoreException.class, () -> Pack.read(pack, 70, 72));
    assertEquals(Kind.CORRUPT, e.kind());
    assertTrue(e.getMessage().contains("entry 72"), e.getMessage());
  }

  /** Whatever the bytes are, the answer is an entry or that they are damaged. */
  @Test
  void refusesWhatWasNotWritten() {
    Random random = new Random(5);
    int damaged = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      for (int j = 0; j < bytes.length; j += 2) {
        bytes[j] = random.nextInt(4) == 0 ? bytes[j] : 0;
      }
      ByteBuffer pack = ByteBuffer.wrap(bytes);
      try {
        assertTrue(Pack.count(pack, 0) >= 0);
        assertTrue(Pack.read(pack, 0, random.nextInt(8)).length > 0);
      } catch (StoreException e) {
        assertEquals(Kind.CORRUPT, e.kind());
        damaged++;
      }
    }
    assertTrue(damaged > 1_000, "only " + damaged);
  }
}
