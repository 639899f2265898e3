package dev.cairn.bench.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** A load that can end after a number of requests, too. */
public interface CountedLoad extends Load {
  /**
   * Sends that many requests, unless {@code most} is over before.
   *
   * @param requests at least 1
   * @param latencies as in {@link #run(Duration, Histogram)}
   */
  Tally run(long requests, Duration most, Histogram latencies) throws InterruptedException;
}
