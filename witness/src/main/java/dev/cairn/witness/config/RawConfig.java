package dev.cairn.witness.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the file says, unchecked; the names are those of {@link WitnessConfig}. */
record RawConfig(
    @Nullable String http,
    @Nullable String grpc,
    @Nullable Limits limits,
    @Nullable Poll poll,
    @Nullable List<Log> logs,
    @Nullable List<String> logLists,
    @Nullable Boolean allowPrivateAddresses) {

  record Limits(
      @Nullable Integer maxInFlight,
      @Nullable Integer maxInFlightPerPeer,
      @Nullable Integer requestTimeoutSeconds) {
    static final Limits NONE = new Limits(null, null, null);
  }

  record Poll(
      @Nullable Integer intervalSeconds,
      @Nullable Integer longestIntervalSeconds,
      @Nullable Integer timeoutSeconds,
      @Nullable Integer maxConcurrent) {
    static final Poll NONE = new Poll(null, null, null, null);
  }

  record Log(@Nullable String vkey, @Nullable String url, @Nullable Integer intervalSeconds) {}
}
