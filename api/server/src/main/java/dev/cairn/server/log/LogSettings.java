package dev.cairn.server.log;

import dev.cairn.server.publish.PublishTiming;
import dev.cairn.server.scrub.ScrubSettings;
import dev.cairn.server.sequence.SequencerLimits;
import dev.cairn.server.witness.WitnessSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How a log is run.
 *
 * @param limits the sequencer's bounds
 * @param timing when heads are published
 * @param witnesses whom published heads are cosigned by; nobody if empty
 * @param headFile where published heads are remembered on another volume, if they are
 * @param clock the time of day
 * @param scrub how the store is read over again
 */
public record LogSettings(
    SequencerLimits limits,
    PublishTiming timing,
    Optional<WitnessSettings> witnesses,
    Optional<Path> headFile,
    InstantSource clock,
    ScrubSettings scrub) {
  /** Suits a server with a heap of 512 MiB. */
  public static final LogSettings DEFAULT =
      new LogSettings(SequencerLimits.DEFAULT, PublishTiming.DEFAULT, Optional.empty());

  /** Settings without a head file, by the system's clock, scrubbed as usual. */
  public LogSettings(
      SequencerLimits limits, PublishTiming timing, Optional<WitnessSettings> witnesses) {
    this(
        limits, timing, witnesses, Optional.empty(), InstantSource.system(), ScrubSettings.DEFAULT);
  }

  /** The same with witnesses. */
  public LogSettings withWitnesses(WitnessSettings settings) {
    return new LogSettings(limits, timing, Optional.of(settings), headFile, clock, scrub);
  }

  /** The same with heads published at other times. */
  public LogSettings withTiming(PublishTiming other) {
    return new LogSettings(limits, other, witnesses, headFile, clock, scrub);
  }

  /** The same with a head file. */
  public LogSettings withHeadFile(Path file) {
    return new LogSettings(limits, timing, witnesses, Optional.of(file), clock, scrub);
  }

  /** The same by another clock. */
  public LogSettings withClock(InstantSource source) {
    return new LogSettings(limits, timing, witnesses, headFile, source, scrub);
  }

  /** The same, scrubbed in another way. */
  public LogSettings withScrub(ScrubSettings settings) {
    return new LogSettings(limits, timing, witnesses, headFile, clock, settings);
  }
}
