package dev.cairn.faults.damage;

import java.util.Random;

/**
 * One bit of the store's file.
 *
 * @param offset of its byte
 * @param bit from 0
 */
record Flip(int offset, int bit) {
  static final int PAGE = 4_096;
  private static final int HEADER = 16;

  /** Any bit of a file; every other one in the header of a page. */
  static Flip random(Random random, int number, int fileBytes) {
    int offset =
        number % 2 == 0
            ? random.nextInt(fileBytes / PAGE) * PAGE + random.nextInt(HEADER)
            : random.nextInt(fileBytes);
    return new Flip(offset, random.nextInt(8));
  }

  /** The bytes with the bit flipped. */
  byte[] in(byte[] bytes) {
    byte[] flipped = bytes.clone();
    flipped[offset] ^= (byte) (1 << bit);
    return flipped;
  }
}
