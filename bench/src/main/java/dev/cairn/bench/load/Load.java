package dev.cairn.bench.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** Work that a server is kept busy with. */
public interface Load {
  /** How long answers to the last requests may take. */
  Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * Keeps the server busy, and then waits for the requests in flight, no longer than {@link
   * #PATIENCE}. Ends early if the server cannot be reached any more.
   *
   * @param latencies is given the nanoseconds that each answer took; must be safe for several
   *     threads at once
   */
  Tally run(Duration time, Histogram latencies) throws InterruptedException;
}
