package dev.cairn.bench.append;

import com.google.common.net.HostAndPort;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.log.v1.AckLevel;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code cairn bench append} takes. */
final class AppendOptions {
  private static final int WITNESSED_IN_FLIGHT = 1_024;

  /** What acknowledges an entry. */
  enum Ack {
    DURABLE(AckLevel.ACK_LEVEL_DURABLE),
    SIGNED(AckLevel.ACK_LEVEL_SIGNED),
    WITNESSED(AckLevel.ACK_LEVEL_WITNESSED);

    private final AckLevel level;

    Ack(AckLevel level) {
      this.level = level;
    }
  }

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "unary",
      description =
          "unary, stream, batch, or lone (one call at a time). Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private Mode mode;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description =
          "Requests in flight, of a stream entries. Default: 256 (with --ack witnessed 1024), stream"
              + " 1024, batch 4, lone 1.")
  private @Nullable Integer concurrency;

  @Option(
      names = "--entry-size",
      paramLabel = "BYTES",
      defaultValue = "200",
      description = "Bytes of an entry. Default: ${DEFAULT-VALUE}.")
  private int entrySize;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "How long to load the log; with references it takes twice as long. Default:"
              + " ${DEFAULT-VALUE}.")
  private int duration;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "How long to warm up before. Default: half of --duration, 1 to 10.")
  private @Nullable Integer warmUp;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Entries of a call, with --mode batch. Default: 1000.")
  private @Nullable Integer batch;

  @Option(
      names = "--ack",
      paramLabel = "LEVEL",
      defaultValue = "durable",
      description =
          "What acknowledges an entry: durable, signed or witnessed. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init")
  private Ack ack;

  @Option(
      names = "--channels",
      paramLabel = "N",
      defaultValue = "1",
      description = "Connections to the server. Default: ${DEFAULT-VALUE}.")
  private int channels;

  @Option(
      names = "--log",
      paramLabel = "HOST:PORT",
      description =
          "A running server with one log; with --ack witnessed the log must have a policy."
              + " Default: a server of its own.")
  private @Nullable String address;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "0",
      description = "Entries a second, in an open loop. Default: as many as the log takes.")
  private int rate;

  @Option(
      names = "--readers",
      paramLabel = "N",
      defaultValue = "0",
      description = "Clients that verify what was written, meanwhile. Default: ${DEFAULT-VALUE}.")
  private int readers;

  /** The running server to load, if it is not to be one of its own. */
  Optional<HostAndPort> server() {
    return Optional.ofNullable(address).map(AppendOptions::parse);
  }

  /** What was asked for; or why it cannot be measured, for the user. */
  AppendPlan plan() {
    if (readers > 0 && address != null) {
      throw new CommandException(
          ExitCode.USAGE, "--readers is for a log of its own: the key of another is not known");
    }
    try {
      return new AppendPlan(
          mode,
          concurrency == null ? defaultConcurrency() : concurrency,
          entrySize,
          batch == null ? (mode == Mode.BATCH ? 1_000 : 1) : batch,
          ack.level,
          channels,
          Duration.ofSeconds(duration),
          Duration.ofSeconds(warmUp == null ? Math.clamp(duration / 2, 1, 10) : warmUp),
          rate,
          readers);
    } catch (IllegalArgumentException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }

  /** Witnessed appends wait for each other's heads: it takes more of them to keep a log busy. */
  private int defaultConcurrency() {
    return ack == Ack.WITNESSED && mode == Mode.UNARY
        ? WITNESSED_IN_FLIGHT
        : mode.defaultConcurrency();
  }

  private static HostAndPort parse(String text) {
    try {
      HostAndPort parsed = HostAndPort.fromString(text);
      if (parsed.hasPort() && !parsed.getHost().isEmpty()) {
        return parsed;
      }
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, e.getMessage() + "; write HOST:PORT", e);
    }
    throw new CommandException(
        ExitCode.USAGE, "\"" + text + "\" is not an address; write HOST:PORT");
  }
}
