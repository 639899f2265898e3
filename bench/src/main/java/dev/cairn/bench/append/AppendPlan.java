package dev.cairn.bench.append;

import dev.cairn.bench.load.Payload;
import dev.cairn.log.v1.AckLevel;
import java.time.Duration;

/**
 * What to measure.
 *
 * @param mode how entries are sent
 * @param concurrency requests in flight; of a stream, entries in flight
 * @param entryBytes the size of an entry, 1 to 65,535
 * @param batch entries a call, 1 to 4,096; 1 unless the mode is {@link Mode#BATCH}
 * @param ack what acknowledges an entry
 * @param channels connections, at least 1
 * @param time how long to measure
 * @param warmUp how long to warm up before, which is not counted
 * @param rate entries a second, in an open loop; 0: as many as the log takes
 * @param readers how many verify what was written, meanwhile; 0 to 64
 */
record AppendPlan(
    Mode mode,
    int concurrency,
    int entryBytes,
    int batch,
    AckLevel ack,
    int channels,
    Duration time,
    Duration warmUp,
    int rate,
    int readers) {
  private static final int MAX_CONCURRENCY = 65_536;
  private static final int MAX_ENTRY_BYTES = 65_535;
  private static final int MAX_BATCH = 4_096;
  private static final int MAX_CHANNELS = 64;
  private static final Duration MAX_TIME = Duration.ofHours(1);
  private static final int MAX_ROUNDS = 10;
  private static final int MAX_RATE = 10_000_000;
  private static final int MAX_READERS = 64;

  /** Refuses what cannot be measured, in words for the one who asked. */
  AppendPlan {
    require("--concurrency", concurrency, 1, MAX_CONCURRENCY);
    require("--entry-size", entryBytes, 1, MAX_ENTRY_BYTES);
    require("--batch", batch, 1, MAX_BATCH);
    require("--channels", channels, 1, MAX_CHANNELS);
    require("--duration", time.toSeconds(), 1, MAX_TIME.toSeconds());
    require("--warm-up", warmUp.toSeconds(), 0, MAX_TIME.toSeconds());
    require("--rate", rate, 0, MAX_RATE);
    require("--readers", readers, 0, MAX_READERS);
    if (ack == AckLevel.ACK_LEVEL_WITNESSED && (rate > 0 || readers > 0)) {
      throw new IllegalArgumentException("--ack witnessed has neither --rate nor --readers");
    }
    if (rate > 0 && channels != 1) {
      throw new IllegalArgumentException("--rate is for one connection");
    }
    if (mode == Mode.LONE && concurrency != 1) {
      throw new IllegalArgumentException("--mode lone has one call at a time; use --mode unary");
    }
    if (mode == Mode.LONE && ack == AckLevel.ACK_LEVEL_WITNESSED) {
      throw new IllegalArgumentException(
          "--ack witnessed measures lone entries anyway; use --mode unary, stream or batch");
    }
    if (mode != Mode.BATCH && batch != 1) {
      throw new IllegalArgumentException("--batch is for --mode batch");
    }
    if ((long) batch * entryBytes > Payload.MAX_BYTES) {
      throw new IllegalArgumentException(
          "%d entries of %d bytes are more than a message of 1 MiB; use a smaller --batch"
              .formatted(batch, entryBytes));
    }
  }

  private static void require(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be %d to %,d, not %,d".formatted(option, least, most, value));
    }
  }

  /** How often load and references take turns. */
  int rounds() {
    return Math.clamp(time.toSeconds(), 1, MAX_ROUNDS);
  }

  /** How long the load of one round is. */
  Duration roundTime() {
    return time.dividedBy(rounds());
  }

  /** Whether entries are sent at a fixed rate. */
  boolean isPaced() {
    return rate > 0;
  }

  /** How long after one request the next is sent, where the rate is fixed. */
  Duration interval() {
    return Duration.ofNanos(Math.max(1, Duration.ofSeconds(batch).toNanos() / rate));
  }

  /** The name of what is measured. */
  String name() {
    return "append "
        + mode.text()
        + (isPaced() ? " paced" : "")
        + (readers > 0 ? " with readers" : "");
  }

  /** Entries of {@code batch}es. */
  Payload payload() {
    return payload(ack);
  }

  /** The same that ask for another level. */
  Payload payload(AckLevel level) {
    return new Payload(batch, entryBytes, level);
  }

  /** Whether entries are to be acknowledged by a quorum of witnesses. */
  boolean isWitnessed() {
    return ack == AckLevel.ACK_LEVEL_WITNESSED;
  }

  /** A line for people. */
  String text() {
    return "%s: %s on %d connection%s, %s%,d-byte entries, ack %s"
        .formatted(
            name(),
            isPaced() ? "%,d entries/s".formatted(rate) : "%,d in flight".formatted(concurrency),
            channels,
            channels == 1 ? "" : "s",
            mode == Mode.BATCH ? "batches of " + batch + " " : "",
            entryBytes,
            level());
  }

  private String level() {
    return switch (ack) {
      case ACK_LEVEL_WITNESSED -> "witnessed";
      case ACK_LEVEL_SIGNED -> "signed";
      case ACK_LEVEL_DURABLE -> "durable";
      case ACK_LEVEL_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalStateException("no level");
    };
  }
}
