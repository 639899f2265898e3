package dev.cairn.server.search;

import java.nio.ByteBuffer;

/**
 * A list of positions as bytes: their number, and how far each is from the one before, as varints;
 * or 0 and a bitmap, where that is shorter.
 */
final class Positions {
  /** The most bytes of a list. */
  static final int MAX_BYTES = 1 + Bitmap.BITS / Byte.SIZE;

  private static final int WORDS = Bitmap.BITS / Long.SIZE;

  private Positions() {}

  /**
   * Writes a list.
   *
   * @param positions ascending, at least one
   * @param out with room for {@link #MAX_BYTES}
   */
  static void format(int[] positions, int count, ByteBuffer out) {
    int start = out.position();
    putVarint(out, count);
    int before = 0;
    for (int i = 0; i < count; i++) {
      if (out.position() - start > MAX_BYTES - Integer.BYTES) {
        formatBitmap(positions, count, out.position(start));
        return;
      }
      putVarint(out, positions[i] - before);
      before = positions[i];
    }
  }

  private static void formatBitmap(int[] positions, int count, ByteBuffer out) {
    out.put((byte) 0);
    int start = out.position();
    for (int i = 0; i < WORDS; i++) {
      out.putLong(0);
    }
    for (int i = 0; i < count; i++) {
      int at = start + (positions[i] >> 6) * Long.BYTES;
      out.putLong(at, out.getLong(at) | 1L << positions[i]);
    }
  }

  /** Reads a list. */
  static void addTo(Bitmap into, ByteBuffer in) {
    int count = varint(in);
    if (count == 0) {
      for (int word = 0; word < WORDS; word++) {
        into.addWord(word, in.getLong());
      }
    }
    int position = 0;
    for (int i = 0; i < count; i++) {
      position += varint(in);
      into.add(position);
    }
  }

  private static void putVarint(ByteBuffer out, int number) {
    int left = number;
    while (left >= 0x80) {
      out.put((byte) (left | 0x80));
      left >>>= 7;
    }
    out.put((byte) left);
  }

  private static int varint(ByteBuffer in) {
    int number = 0;
    int shift = 0;
    byte part;
    do {
      part = in.get();
      number |= (part & 0x7f) << shift;
      shift += 7;
    } while (part < 0);
    return number;
  }
}
