package dev.cairn.witness.config;

import com.google.common.net.HostAndPort;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.source.PollUrl;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks what a file says. */
record ConfigCheck(Path file, String text) {
  private static final int MAX_LISTS = 16;
  private static final int MAX_SECONDS = 7 * 24 * 60 * 60;
  private static final int MAX_COUNT = 100_000;

  WitnessConfig check(RawConfig raw) throws ConfigException {
    PollDefaults poll = poll(Objects.requireNonNullElse(raw.poll(), RawConfig.Poll.NONE));
    return new WitnessConfig(
        address("http", raw.http()),
        address("grpc", raw.grpc()),
        limits(Objects.requireNonNullElse(raw.limits(), RawConfig.Limits.NONE)),
        poll,
        logs(Objects.requireNonNullElse(raw.logs(), List.of()), poll.interval()),
        lists(Objects.requireNonNullElse(raw.logLists(), List.of())),
        Objects.requireNonNullElse(raw.allowPrivateAddresses(), false));
  }

  private Optional<InetSocketAddress> address(String key, @Nullable String value)
      throws ConfigException {
    if (value == null) {
      return Optional.empty();
    }
    try {
      HostAndPort address = HostAndPort.fromString(value);
      InetSocketAddress resolved = new InetSocketAddress(address.getHost(), address.getPort());
      if (!resolved.isUnresolved() && !address.getHost().isEmpty()) {
        return Optional.of(resolved);
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw error(TomlPlace.top(key), key + " is not of the form HOST:PORT");
    }
    throw error(TomlPlace.top(key), "the host of " + key + " is not known");
  }

  private WitnessLimits limits(RawConfig.Limits raw) throws ConfigException {
    WitnessLimits defaults = WitnessLimits.DEFAULT;
    String table = "limits";
    return new WitnessLimits(
        count(table, "max_in_flight", raw.maxInFlight(), defaults.maxInFlight()),
        count(
            table,
            "max_in_flight_per_peer",
            raw.maxInFlightPerPeer(),
            defaults.maxInFlightPerPeer()),
        seconds(
            new TomlPlace(table, 0, "request_timeout_seconds"),
            raw.requestTimeoutSeconds(),
            defaults.requestTimeout()));
  }

  private PollDefaults poll(RawConfig.Poll raw) throws ConfigException {
    PollDefaults defaults = PollDefaults.DEFAULT;
    String table = "poll";
    return new PollDefaults(
        seconds(
            new TomlPlace(table, 0, "interval_seconds"),
            raw.intervalSeconds(),
            defaults.interval()),
        seconds(
            new TomlPlace(table, 0, "longest_interval_seconds"),
            raw.longestIntervalSeconds(),
            defaults.longestInterval()),
        seconds(
            new TomlPlace(table, 0, "timeout_seconds"), raw.timeoutSeconds(), defaults.timeout()),
        count(table, "max_concurrent", raw.maxConcurrent(), defaults.maxConcurrent()));
  }

  private List<ConfiguredLog> logs(List<RawConfig.Log> raws, Duration interval)
      throws ConfigException {
    List<ConfiguredLog> logs = new ArrayList<>(raws.size());
    Set<String> origins = new HashSet<>();
    for (int i = 0; i < raws.size(); i++) {
      ConfiguredLog log = log(i, raws.get(i), interval);
      if (!origins.add(log.key().name())) {
        throw error(place(i, "vkey"), "log " + log.key().name() + " is there twice");
      }
      logs.add(log);
    }
    return logs;
  }

  private ConfiguredLog log(int index, RawConfig.Log raw, Duration interval)
      throws ConfigException {
    String vkey = raw.vkey();
    if (vkey == null) {
      throw error(place(index, ""), "each [[logs]] needs a vkey");
    }
    VerifierKey key;
    try {
      key = VerifierKey.parse(vkey);
    } catch (MalformedException e) {
      throw error(place(index, "vkey"), String.valueOf(e.getMessage()));
    }
    Optional<PollUrl> url = Optional.empty();
    String text = raw.url();
    if (text != null) {
      try {
        url = Optional.of(PollUrl.parse(text));
      } catch (MalformedException e) {
        throw error(place(index, "url"), String.valueOf(e.getMessage()));
      }
    }
    return new ConfiguredLog(
        key, url, seconds(place(index, "interval_seconds"), raw.intervalSeconds(), interval));
  }

  private List<Path> lists(List<String> names) throws ConfigException {
    TomlPlace place = TomlPlace.top("log_lists");
    if (names.size() > MAX_LISTS) {
      throw error(place, "log_lists has more than " + MAX_LISTS + " files");
    }
    List<Path> lists = new ArrayList<>(names.size());
    for (String name : names) {
      try {
        lists.add(file.resolveSibling(name));
      } catch (InvalidPathException e) {
        throw error(place, "log_lists has what is no file name");
      }
    }
    return lists.stream().distinct().toList();
  }

  private int count(String table, String key, @Nullable Integer value, int byDefault)
      throws ConfigException {
    if (value != null && (value < 1 || value > MAX_COUNT)) {
      throw error(new TomlPlace(table, 0, key), key + " is not in 1 to " + MAX_COUNT);
    }
    return value == null ? byDefault : value;
  }

  private Duration seconds(TomlPlace place, @Nullable Integer value, Duration byDefault)
      throws ConfigException {
    if (value != null && (value < 1 || value > MAX_SECONDS)) {
      throw error(place, place.key() + " is not in 1 to " + MAX_SECONDS);
    }
    return value == null ? byDefault : Duration.ofSeconds(value);
  }

  private static TomlPlace place(int log, String key) {
    return new TomlPlace("logs", log, key);
  }

  private ConfigException error(TomlPlace place, String what) {
    return new ConfigException(file, place.line(text), what);
  }
}
