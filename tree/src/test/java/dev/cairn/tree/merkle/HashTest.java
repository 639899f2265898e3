package dev.cairn.tree.merkle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cairn.tree.MalformedException;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashTest {
  private static final String HEX =
      "00112233445566778899aabbccddeeff0f1e2d3c4b5a69788796a5b4c3d2e1f0";

  @Test
  void isAValue() throws MalformedException {
    Hash hash = Hash.parseHex(HEX);
    assertEquals(hash, Hash.of(hash.toBytes()));
    assertEquals(hash.hashCode(), Hash.of(hash.toBytes()).hashCode());
    assertEquals(HEX, hash.toString());
    for (int bit = 0; bit < 256; bit++) {
      assertNotEquals(hash, Flip.bit(hash, bit));
    }
  }

  @Test
  void keepsNoReferenceToWhatItWasMadeOf() {
    byte[] bytes = new byte[32];
    Hash hash = Hash.of(bytes);
    bytes[0] = 1;
    assertEquals(0, hash.toBytes()[0]);
  }

  @Test
  void isCopiedFromAndToAnOffset() throws MalformedException {
    byte[] bytes = new byte[40];
    Hash hash = Hash.parseHex(HEX);
    hash.copyTo(bytes, 5);
    assertArrayEquals(hash.toBytes(), Arrays.copyOfRange(bytes, 5, 37));
    assertEquals(hash, Hash.of(bytes, 5));
    assertThrows(IndexOutOfBoundsException.class, () -> Hash.of(bytes, 9));
    assertThrows(IndexOutOfBoundsException.class, () -> hash.copyTo(bytes, 9));
    assertThrows(IllegalArgumentException.class, () -> Hash.of(bytes));
  }

  @Test
  void goesThroughBuffersOfAnyOrderAndAlignment() throws MalformedException {
    Hash hash = Hash.parseHex(HEX);
    for (ByteBuffer buffer : new ByteBuffer[] {ByteBuffer.allocate(67), direct(67)}) {
      for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
        buffer.clear().order(order).position(3);
        hash.write(buffer);
        assertEquals(35, buffer.position());
        buffer.position(3);
        byte[] bytes = new byte[32];
        buffer.duplicate().get(bytes);
        assertArrayEquals(hash.toBytes(), bytes);
        assertEquals(hash, Hash.read(buffer));
        assertEquals(35, buffer.position());
      }
    }
    assertThrows(BufferUnderflowException.class, () -> Hash.read(ByteBuffer.allocate(31)));
    assertThrows(BufferOverflowException.class, () -> hash.write(ByteBuffer.allocate(31)));
  }

  private static ByteBuffer direct(int capacity) {
    return ByteBuffer.allocateDirect(capacity);
  }

  @Test
  void isOrderedAsUnsignedBytes() {
    Random random = new Random(1);
    for (int round = 0; round < 10_000; round++) {
      byte[] left = new byte[32];
      random.nextBytes(left);
      byte[] right = left.clone();
      right[random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
      assertEquals(
          Integer.signum(Arrays.compareUnsigned(left, right)),
          Integer.signum(Hash.of(left).compareTo(Hash.of(right))));
      assertEquals(0, Hash.of(left).compareTo(Hash.of(left.clone())));
    }
  }

  @Test
  void parsesWhatItPrints() throws MalformedException {
    Random random = new Random(2);
    for (int round = 0; round < 1_000; round++) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      Hash hash = Hash.parse(bytes);
      assertEquals(hash, Hash.parseBase64(hash.toBase64()));
      assertEquals(hash, Hash.parseHex(hash.toHex()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 33, 64})
  void refusesOtherLengths(int length) {
    assertThrows(MalformedException.class, () -> Hash.parse(new byte[length]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU", // no padding
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=", // non-zero trailing bits
        "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=", // URL-safe alphabet
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuF==", // 31 bytes
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFUA", // 33 bytes
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSu\u017fU=",
      })
  void refusesBase64ThatIsNotCanonical(String text) {
    assertThrows(MalformedException.class, () -> Hash.parseBase64(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00112233445566778899AABBCCDDEEFF0F1E2D3C4B5A69788796A5B4C3D2E1F0",
        "0x112233445566778899aabbccddeeff0f1e2d3c4b5a69788796a5b4c3d2e1f0",
        "00112233445566778899aabbccddeeff0f1e2d3c4b5a69788796a5b4c3d2e1f",
        "00112233445566778899aabbccddeeff0f1e2d3c4b5a69788796a5b4c3d2e1f0a",
        "00112233445566778899aabbccddeeff0f1e2d3c4b5a69788796a5b4c3d2e1f\u0660",
      })
  void refusesHexThatIsNotCanonical(String text) {
    assertThrows(MalformedException.class, () -> Hash.parseHex(text));
  }
}
