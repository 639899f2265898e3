package dev.cairn.server.scrub;

import java.time.Duration;

/**
 * How a log is scrubbed.
 *
 * @param bytesPerSecond the most bytes of the store that are read in a second; 0: it is not
 *     scrubbed
 * @param interval the least time from the start of a pass to the start of the next
 */
public record ScrubSettings(long bytesPerSecond, Duration interval) {
  /**
   * 1 MiB a second, which is 11 days for 1 TB and less than one part in a hundred of a processor;
   * and at most one pass an hour.
   */
  public static final ScrubSettings DEFAULT = new ScrubSettings(1 << 20, Duration.ofHours(1));

  /** Refuses less than nothing. */
  public ScrubSettings {
    if (bytesPerSecond < 0 || interval.isNegative()) {
      throw new IllegalArgumentException(bytesPerSecond + " bytes a second, every " + interval);
    }
  }

  /** Whether the log is scrubbed at all. */
  public boolean isOn() {
    return bytesPerSecond > 0;
  }
}
