package dev.cairn.recorder;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/** Makes IDs of events: UUIDs of version 7 (RFC 9562), by their time. Safe for many threads. */
public final class EventIds {
  private static final SecureRandom RANDOM = new SecureRandom();

  private EventIds() {}

  /** An ID that was never made before, with the clock's time to the millisecond in front. */
  public static String next(InstantSource clock) {
    byte[] random = new byte[10];
    RANDOM.nextBytes(random);
    long high = (clock.millis() << 16) | 0x7000 | (bits(random, 0, 2) & 0x0fff);
    long low = (bits(random, 2, 10) & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  private static long bits(byte[] bytes, int start, int end) {
    long bits = 0;
    for (int i = start; i < end; i++) {
      bits = (bits << 8) | (bytes[i] & 0xff);
    }
    return bits;
  }
}
