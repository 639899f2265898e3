package dev.cairn.server.log;

import dev.cairn.server.publish.PublishTiming;
import dev.cairn.server.sequence.SequencerLimits;
import dev.cairn.server.witness.WitnessSettings;
import java.util.Optional;

/**
 * How a log is run.
 *
 * @param limits the sequencer's bounds
 * @param timing when heads are published
 * @param witnesses whom published heads are cosigned by; nobody if empty
 */
public record LogSettings(
    SequencerLimits limits, PublishTiming timing, Optional<WitnessSettings> witnesses) {
  /** Suits a server with a heap of 512 MiB. */
  public static final LogSettings DEFAULT =
      new LogSettings(SequencerLimits.DEFAULT, PublishTiming.DEFAULT, Optional.empty());

  /** The same with witnesses. */
  public LogSettings withWitnesses(WitnessSettings settings) {
    return new LogSettings(limits, timing, Optional.of(settings));
  }
}
