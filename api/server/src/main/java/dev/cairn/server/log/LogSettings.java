package dev.cairn.server.log;

import dev.cairn.server.publish.PublishTiming;
import dev.cairn.server.scrub.ScrubSettings;
import dev.cairn.server.sequence.SequencerLimits;
import dev.cairn.server.witness.WitnessSettings;
import java.util.Optional;

/**
 * How a log is run.
 *
 * @param limits the sequencer's bounds
 * @param timing when heads are published
 * @param witnesses whom published heads are cosigned by; nobody if empty
 * @param scrub how the store is read over again
 */
public record LogSettings(
    SequencerLimits limits,
    PublishTiming timing,
    Optional<WitnessSettings> witnesses,
    ScrubSettings scrub) {
  /** Suits a server with a heap of 512 MiB. */
  public static final LogSettings DEFAULT =
      new LogSettings(
          SequencerLimits.DEFAULT, PublishTiming.DEFAULT, Optional.empty(), ScrubSettings.DEFAULT);

  /** The same with witnesses. */
  public LogSettings withWitnesses(WitnessSettings settings) {
    return new LogSettings(limits, timing, Optional.of(settings), scrub);
  }

  /** The same with heads published at other times. */
  public LogSettings withTiming(PublishTiming other) {
    return new LogSettings(limits, other, witnesses, scrub);
  }

  /** The same, scrubbed in another way. */
  public LogSettings withScrub(ScrubSettings settings) {
    return new LogSettings(limits, timing, witnesses, settings);
  }
}
