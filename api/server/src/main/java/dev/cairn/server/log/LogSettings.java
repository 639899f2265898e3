package dev.cairn.server.log;

import dev.cairn.server.publish.PublishTiming;
import dev.cairn.server.sequence.SequencerLimits;

/**
 * How a log is run.
 *
 * @param limits the sequencer's bounds
 * @param timing when heads are published
 */
public record LogSettings(SequencerLimits limits, PublishTiming timing) {
  /** Suits a server with a heap of 512 MiB. */
  public static final LogSettings DEFAULT =
      new LogSettings(SequencerLimits.DEFAULT, PublishTiming.DEFAULT);
}
