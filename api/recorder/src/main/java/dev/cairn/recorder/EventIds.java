package dev.cairn.recorder;

import java.security.SecureRandom;
import java.util.UUID;

/** Makes event IDs: UUIDs of version 7 (RFC 9562 section 5.7). Safe for many threads. */
public final class EventIds {
  private static final int TIME_BITS = 16;
  private static final long VERSION = 0x7000;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long RANDOM_A = 0xfff;
  private static final long RANDOM_B = 0x3fff_ffff_ffff_ffffL;

  private final SecureRandom random = new SecureRandom();

  /**
   * An ID that was never made before.
   *
   * @param millis since the epoch, in [0, 2^48)
   */
  public String next(long millis) {
    long high = (millis << TIME_BITS) | VERSION | (random.nextInt() & RANDOM_A);
    long low = VARIANT | (random.nextLong() & RANDOM_B);
    return new UUID(high, low).toString();
  }
}
