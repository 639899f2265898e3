package dev.cairn.witness.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A witness's configuration file, checked. In the file, durations are whole seconds.
 *
 * @param http where C2SP tlog-witness listens ({@code http}, HOST:PORT); empty if not said
 * @param grpc where WitnessService listens ({@code grpc}, HOST:PORT); empty if not said
 * @param limits {@code [limits]}: {@code max_in_flight}, {@code max_in_flight_per_peer}, {@code
 *     request_timeout_seconds}
 * @param poll {@code [poll]}: {@code interval_seconds}, {@code longest_interval_seconds}, {@code
 *     timeout_seconds}, {@code max_concurrent}
 * @param logs {@code [[logs]]}: {@code vkey}, {@code url}, {@code interval_seconds}; each has its
 *     own origin
 * @param logLists {@code log_lists}: files, relative to the configuration file's folder
 * @param allowPrivateAddresses {@code allow_private_addresses}: whether polled URLs may reach
 *     loopback, private and link-local addresses
 */
public record WitnessConfig(
    Optional<InetSocketAddress> http,
    Optional<InetSocketAddress> grpc,
    WitnessLimits limits,
    PollDefaults poll,
    List<ConfiguredLog> logs,
    List<Path> logLists,
    boolean allowPrivateAddresses) {
  /** What holds without a file: no logs, and defaults. */
  public static final WitnessConfig DEFAULT =
      new WitnessConfig(
          Optional.empty(),
          Optional.empty(),
          WitnessLimits.DEFAULT,
          PollDefaults.DEFAULT,
          List.of(),
          List.of(),
          false);

  /** Keeps its own copies of the lists. */
  public WitnessConfig {
    logs = List.copyOf(logs);
    logLists = List.copyOf(logLists);
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException if it cannot be read, is not TOML, or says what it must not
   */
  public static WitnessConfig read(Path file) throws ConfigException {
    return ConfigFile.read(file);
  }
}
