package dev.cairn.cli.serve;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.server.grpc.ByteLimit;
import dev.cairn.server.grpc.GrpcLimits;
import dev.cairn.server.sequence.SequencerLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The limits of a configuration file; what is not said has its default. */
final class Limits {
  private final Map<LimitSetting, Long> given;

  private Limits(Map<LimitSetting, Long> given) {
    this.given = given;
  }

  /**
   * Checks each.
   *
   * @throws CommandException if one has no such name or is out of its range; the message says so
   */
  static Limits of(Path file, Map<String, Long> limits) {
    Map<LimitSetting, Long> checked = new EnumMap<>(LimitSetting.class);
    limits.forEach((name, value) -> checked.put(check(file, name, value), value));
    return new Limits(checked);
  }

  private static LimitSetting check(Path file, String name, Long value) {
    for (LimitSetting setting : LimitSetting.values()) {
      if (setting.key().equals(name)) {
        if (value != null && setting.isInRange(value)) {
          return setting;
        }
        throw new CommandException(
            ExitCode.USAGE,
            String.format(Locale.ROOT, "%s: limits.%s must be %s", file, name, setting.range()));
      }
    }
    throw new CommandException(ExitCode.USAGE, file + ": no limit is called " + name);
  }

  private long value(LimitSetting setting) {
    return given.getOrDefault(setting, setting.byDefault());
  }

  private int number(LimitSetting setting) {
    return Math.toIntExact(value(setting));
  }

  private Duration time(LimitSetting setting) {
    return Duration.ofMillis(value(setting));
  }

  /** What strangers may take by gRPC. */
  GrpcLimits grpc() {
    return new GrpcLimits(
        number(LimitSetting.GRPC_MAX_CONNECTIONS),
        number(LimitSetting.GRPC_MAX_CONNECTIONS_PER_PEER),
        time(LimitSetting.GRPC_HANDSHAKE_MILLIS),
        time(LimitSetting.GRPC_IDLE_MILLIS),
        time(LimitSetting.GRPC_AGE_MILLIS),
        number(LimitSetting.GRPC_MAX_RESETS),
        number(LimitSetting.GRPC_HEADER_BYTES),
        number(LimitSetting.GRPC_WINDOW_BYTES),
        number(LimitSetting.MAX_CALLS_PER_PEER),
        time(LimitSetting.REQUEST_MILLIS),
        time(LimitSetting.UNREAD_MILLIS),
        new ByteLimit(value(LimitSetting.UNREAD_BYTES), value(LimitSetting.UNREAD_BYTES_PER_PEER)),
        new ByteLimit(
            value(LimitSetting.ARRIVING_BYTES), value(LimitSetting.ARRIVING_BYTES_PER_PEER)),
        number(LimitSetting.STREAM_ENTRIES),
        number(LimitSetting.MAX_SEARCHES));
  }

  /** What may wait in a log. */
  SequencerLimits sequencer() {
    SequencerLimits defaults = SequencerLimits.DEFAULT;
    return new SequencerLimits(
        number(LimitSetting.PENDING_ENTRIES),
        value(LimitSetting.PENDING_BYTES),
        defaults.batchEntries(),
        defaults.batchBytes(),
        defaults.reserveBytes());
  }
}
