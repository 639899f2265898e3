package dev.cairn.cli.serve;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.HostPort;
import dev.cairn.server.ServerSettings;
import dev.cairn.server.log.LogSettings;
import dev.cairn.server.publish.PublishTiming;
import dev.cairn.server.scrub.ScrubSettings;
import dev.cairn.server.sequence.SequencerLimits;
import dev.cairn.server.web.WebSettings;
import dev.cairn.server.witness.WitnessTiming;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.toml.TomlMapper;

/** A server's configuration file, in TOML. */
final class ServeConfigFile {
  private static final TomlMapper TOML =
      TomlMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Path file;
  private final ServeConfig config;
  private final Limits limits;

  private ServeConfigFile(Path file, ServeConfig config) {
    this.file = file;
    this.config = config;
    this.limits = Limits.of(file, config.limits() == null ? Map.of() : config.limits());
  }

  static ServeConfigFile read(Path file) {
    try {
      return new ServeConfigFile(file, TOML.readValue(Files.readString(file), ServeConfig.class));
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, "cannot read " + e.getMessage(), e);
    } catch (JacksonException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "%s, line %d: %s"
              .formatted(
                  file,
                  e.getLocation().getLineNr(),
                  e.getOriginalMessage().lines().findFirst().orElse("")),
          e);
    }
  }

  Optional<InetSocketAddress> grpc() {
    return Optional.ofNullable(config.grpc()).map(HostPort::parse);
  }

  Optional<InetSocketAddress> metrics() {
    return Optional.ofNullable(config.metrics()).map(HostPort::parse);
  }

  ServerSettings settings(ServerSettings defaults) {
    ServerSettings settings = withoutLimits(defaults).withLimits(limits.grpc());
    if (limits.grpc().arrivingBytes().perPeer() < settings.maxMessageBytes()) {
      throw new CommandException(
          ExitCode.USAGE,
          file + ": limits.arriving_bytes_per_peer must be at least max_message_bytes");
    }
    return settings;
  }

  private ServerSettings withoutLimits(ServerSettings defaults) {
    return new ServerSettings(
        grpc().orElse(defaults.grpc()),
        http(defaults.http().orElseThrow()),
        Optional.ofNullable(config.admin()).map(HostPort::parse).or(defaults::admin),
        atLeastOne("max_message_bytes", config.maxMessageBytes())
            .orElse(defaults.maxMessageBytes()),
        atLeastOne("max_calls", config.maxCalls()).orElse(defaults.maxCalls()),
        atLeastOne("max_calls_per_connection", config.maxCallsPerConnection())
            .orElse(defaults.maxCallsPerConnection()),
        atLeastOne("reader_threads", config.readerThreads()).orElse(defaults.readerThreads()),
        millis("drain_millis", config.drainMillis()).orElse(defaults.drain()));
  }

  private Optional<WebSettings> http(WebSettings defaults) {
    WebSettings settings =
        new WebSettings(
            defaults.address(),
            atLeastOne("http_max_requests", config.httpMaxRequests())
                .orElse(defaults.maxRequests()),
            atLeastOne("http_max_requests_per_peer", config.httpMaxRequestsPerPeer())
                .orElse(defaults.maxRequestsPerPeer()),
            atLeastOne("http_max_connections", config.httpMaxConnections())
                .orElse(defaults.maxConnections()),
            atLeastOne("http_max_connections_per_peer", config.httpMaxConnectionsPerPeer())
                .orElse(defaults.maxConnectionsPerPeer()));
    return config.http() == null
        ? Optional.of(settings)
        : HttpAddress.parse(config.http()).map(settings::withAddress);
  }

  List<LogToServe> logs() {
    List<ServeConfig.LogConfig> logs = config.logs();
    if (logs == null || logs.isEmpty()) {
      throw new CommandException(ExitCode.USAGE, file + ": needs at least one [[logs]]");
    }
    return logs.stream().map(this::log).toList();
  }

  private LogToServe log(ServeConfig.LogConfig log) {
    Path data = log.data();
    if (data == null) {
      throw new CommandException(ExitCode.USAGE, file + ": each [[logs]] needs data = \"DIR\"");
    }
    PublishTiming timing = PublishTiming.DEFAULT;
    try {
      timing =
          new PublishTiming(
              millis("checkpoint_min_millis", log.checkpointMinMillis())
                  .orElse(timing.minInterval()),
              millis("checkpoint_leisure_millis", log.checkpointLeisureMillis())
                  .orElse(timing.leisure()));
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.USAGE,
          file + ": checkpoint_min_millis must not be more than checkpoint_leisure_millis",
          e);
    }
    LogToServe served =
        new LogToServe(
            data,
            Optional.ofNullable(log.passphraseFile()),
            Optional.ofNullable(log.policy()),
            new LogSettings(limits(log), timing, Optional.empty()).withScrub(scrub(log)),
            witnessTiming(log));
    return log.headFile() == null ? served : served.withHeadFile(log.headFile());
  }

  private SequencerLimits limits(ServeConfig.LogConfig log) {
    SequencerLimits sequencer = limits.sequencer();
    Long reserve = log.reserveBytes();
    if (reserve != null && reserve < 0) {
      throw new CommandException(ExitCode.USAGE, file + ": reserve_bytes must not be negative");
    }
    return reserve == null ? sequencer : sequencer.withReserve(reserve);
  }

  private ScrubSettings scrub(ServeConfig.LogConfig log) {
    ScrubSettings settings = ScrubSettings.DEFAULT;
    Long rate = log.scrubBytesPerSecond();
    Integer interval = log.scrubIntervalSeconds();
    try {
      return new ScrubSettings(
          rate == null ? settings.bytesPerSecond() : rate,
          interval == null ? settings.interval() : Duration.ofSeconds(interval));
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.USAGE,
          file + ": scrub_bytes_per_second and scrub_interval_seconds must not be negative",
          e);
    }
  }

  private WitnessTiming witnessTiming(ServeConfig.LogConfig log) {
    WitnessTiming timing = WitnessTiming.DEFAULT;
    try {
      return new WitnessTiming(
          timing.minInterval(),
          millis("witness_leisure_millis", log.witnessLeisureMillis()).orElse(timing.leisure()),
          millis("witness_refresh_millis", log.witnessRefreshMillis()).orElse(timing.refresh()),
          millis("witness_timeout_millis", log.witnessTimeoutMillis()).orElse(timing.timeout()),
          millis("witness_patience_millis", log.witnessPatienceMillis()).orElse(timing.patience()),
          timing.startPatience());
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, file + ": witness times: " + e.getMessage(), e);
    }
  }

  private OptionalInt atLeastOne(String name, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw new CommandException(ExitCode.USAGE, file + ": " + name + " must be at least 1");
    }
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private Optional<Duration> millis(String name, @Nullable Integer value) {
    if (value != null && value < 0) {
      throw new CommandException(ExitCode.USAGE, file + ": " + name + " must not be negative");
    }
    return Optional.ofNullable(value).map(Duration::ofMillis);
  }
}
