package dev.cairn.event.sample;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Chance that is the same for the same seed. */
final class Chance {
  private static final char[] DIGITS = "0123456789abcdef".toCharArray();

  private final SplittableRandom random;

  Chance(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** In [0, bound). */
  int below(int bound) {
    return random.nextInt(bound);
  }

  long bits() {
    return random.nextLong();
  }

  /** True once in so many times. */
  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  String of(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** A rank in [0, count): rank r about 1/(r + 1) as often as rank 0. */
  int zipf(int count) {
    double steps = StrictMath.exp(random.nextDouble() * StrictMath.log(count + 1.0));
    return Math.min(count, (int) steps) - 1;
  }

  /** Hexadecimal digits of a number that is not 0. */
  String hexadecimal(int digits) {
    char[] text = new char[digits];
    long bits = random.nextLong();
    for (int i = 0; i < digits; i++) {
      if (i % 16 == 0) {
        bits = random.nextLong() | 1;
      }
      text[i] = DIGITS[(int) (bits & 0xf)];
      bits >>>= 4;
    }
    return new String(text);
  }

  ByteString bytes(int longs) {
    ByteBuffer bytes = ByteBuffer.allocate(longs * Long.BYTES);
    for (int i = 0; i < longs; i++) {
      bytes.putLong(random.nextLong());
    }
    return ByteString.copyFrom(bytes.flip());
  }
}
