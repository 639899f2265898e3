package dev.cairn.cli.serve;

import dev.cairn.server.grpc.GrpcLimits;
import dev.cairn.server.sequence.SequencerLimits;
import java.util.Locale;

/** A limit that an operator may change, in the table {@code [limits]} of a configuration file. */
enum LimitSetting {
  GRPC_MAX_CONNECTIONS(Unit.COUNT, 1, 1_000_000, GrpcLimits.DEFAULT.connections()),
  GRPC_MAX_CONNECTIONS_PER_PEER(Unit.COUNT, 1, 1_000_000, GrpcLimits.DEFAULT.connectionsPerPeer()),
  GRPC_HANDSHAKE_MILLIS(Unit.MILLIS, 100, 600_000, GrpcLimits.DEFAULT.handshake().toMillis()),
  GRPC_IDLE_MILLIS(Unit.MILLIS, 1_000, 86_400_000, GrpcLimits.DEFAULT.idle().toMillis()),
  GRPC_AGE_MILLIS(Unit.MILLIS, 10_000, 86_400_000, GrpcLimits.DEFAULT.age().toMillis()),
  GRPC_MAX_RESETS(Unit.COUNT, 1, 1_000_000, GrpcLimits.DEFAULT.resets()),
  GRPC_HEADER_BYTES(Unit.BYTES, 1 << 10, 1 << 20, GrpcLimits.DEFAULT.headerBytes()),
  GRPC_WINDOW_BYTES(Unit.BYTES, 64 << 10, 16 << 20, GrpcLimits.DEFAULT.windowBytes()),
  MAX_CALLS_PER_PEER(Unit.COUNT, 1, 1_000_000, GrpcLimits.DEFAULT.callsPerPeer()),
  REQUEST_MILLIS(Unit.MILLIS, 100, 600_000, GrpcLimits.DEFAULT.request().toMillis()),
  UNREAD_MILLIS(Unit.MILLIS, 1_000, 3_600_000, GrpcLimits.DEFAULT.unread().toMillis()),
  UNREAD_BYTES(Unit.BYTES, 1 << 20, 1L << 40, GrpcLimits.DEFAULT.unreadBytes().all()),
  UNREAD_BYTES_PER_PEER(Unit.BYTES, 1 << 20, 1L << 40, GrpcLimits.DEFAULT.unreadBytes().perPeer()),
  ARRIVING_BYTES(Unit.BYTES, 1 << 20, 1L << 40, GrpcLimits.DEFAULT.arrivingBytes().all()),
  ARRIVING_BYTES_PER_PEER(
      Unit.BYTES, 1 << 20, 1L << 40, GrpcLimits.DEFAULT.arrivingBytes().perPeer()),
  STREAM_ENTRIES(Unit.COUNT, 1, 65_536, GrpcLimits.DEFAULT.streamEntries()),
  MAX_SEARCHES(Unit.COUNT, 1, 10_000, GrpcLimits.DEFAULT.searches()),
  PENDING_ENTRIES(Unit.COUNT, 1, 10_000_000, SequencerLimits.DEFAULT.pendingEntries()),
  PENDING_BYTES(Unit.BYTES, 1 << 20, 1L << 40, SequencerLimits.DEFAULT.pendingBytes());

  private static final long KIB = 1L << 10;
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60_000;

  /** What a limit counts. */
  enum Unit {
    COUNT,
    BYTES,
    MILLIS
  }

  private final Unit unit;
  private final long least;
  private final long most;
  private final long byDefault;

  LimitSetting(Unit unit, long least, long most, long byDefault) {
    this.unit = unit;
    this.least = least;
    this.most = most;
    this.byDefault = byDefault;
  }

  /** Its name in a configuration file. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  long byDefault() {
    return byDefault;
  }

  boolean isInRange(long value) {
    return value >= least && value <= most;
  }

  /** The range in numbers, as they are written in a configuration file. */
  String range() {
    return String.format(Locale.ROOT, "from %,d to %,d", least, most);
  }

  /** The default, for people. */
  String defaultText() {
    return text(byDefault);
  }

  /** The range, for people. */
  String rangeText() {
    return text(least) + " to " + text(most);
  }

  private String text(long value) {
    return switch (unit) {
      case COUNT -> String.format(Locale.ROOT, "%,d", value);
      case BYTES -> bytes(value);
      case MILLIS -> millis(value);
    };
  }

  private static String bytes(long value) {
    String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    long rest = value;
    while (rest >= KIB && rest % KIB == 0 && unit < units.length - 1) {
      rest /= KIB;
      unit++;
    }
    return rest + " " + units[unit];
  }

  private static String millis(long value) {
    if (value % MINUTE == 0) {
      return value / MINUTE + " min";
    }
    return value % SECOND == 0 ? value / SECOND + " s" : value + " ms";
  }
}
