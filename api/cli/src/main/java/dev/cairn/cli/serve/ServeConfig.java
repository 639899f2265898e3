package dev.cairn.cli.serve;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration file may say; everything but the logs has a default. Durations are in
 * milliseconds.
 *
 * @param grpc where LogService listens, HOST:PORT
 * @param http where HTTP is served, HOST:PORT, or "none"
 * @param httpMaxRequests the most HTTP requests at a time
 * @param httpMaxRequestsPerPeer the most of one address
 * @param httpMaxConnections the most HTTP connections at a time
 * @param httpMaxConnectionsPerPeer the most of one address
 * @param admin where channelz listens, HOST:PORT; nowhere if absent
 * @param metrics where metrics are served, HOST:PORT; nowhere if absent
 * @param maxMessageBytes the largest request
 * @param maxCalls the most calls at a time
 * @param maxCallsPerConnection the most calls at a time on one connection
 * @param readerThreads how many threads read the stores
 * @param drainMillis how long shutdown waits for calls under way
 * @param limits more limits, by the names of {@link LimitSetting}
 * @param logs the logs, at least one
 */
record ServeConfig(
    @Nullable String grpc,
    @Nullable String http,
    @Nullable Integer httpMaxRequests,
    @Nullable Integer httpMaxRequestsPerPeer,
    @Nullable Integer httpMaxConnections,
    @Nullable Integer httpMaxConnectionsPerPeer,
    @Nullable String admin,
    @Nullable String metrics,
    @Nullable Integer maxMessageBytes,
    @Nullable Integer maxCalls,
    @Nullable Integer maxCallsPerConnection,
    @Nullable Integer readerThreads,
    @Nullable Integer drainMillis,
    @Nullable Map<String, Long> limits,
    @Nullable List<LogConfig> logs) {

  /**
   * One log.
   *
   * @param data its folder
   * @param passphraseFile the first line is its key's passphrase
   * @param checkpointMinMillis the least time between two checkpoints
   * @param checkpointLeisureMillis how long a head may go unpublished while nobody waits
   * @param headFile where the newest head is remembered on another volume; nowhere if absent
   * @param policy the file of its witnesses and their quorum; none if absent
   * @param witnessLeisureMillis the least time between two heads sent to witnesses while nobody
   *     waits
   * @param witnessRefreshMillis how often a head is cosigned again while the log does not grow
   * @param witnessTimeoutMillis the longest that one exchange with a witness may take
   * @param witnessPatienceMillis how long an append waits for the quorum
   * @param reserveBytes the room on the disk that appends leave
   * @param scrubBytesPerSecond how fast the store is read over again; 0: it is not
   * @param scrubIntervalSeconds the least time from one pass of that to the next
   */
  record LogConfig(
      @Nullable Path data,
      @Nullable Path passphraseFile,
      @Nullable Integer checkpointMinMillis,
      @Nullable Integer checkpointLeisureMillis,
      @Nullable Path headFile,
      @Nullable Path policy,
      @Nullable Integer witnessLeisureMillis,
      @Nullable Integer witnessRefreshMillis,
      @Nullable Integer witnessTimeoutMillis,
      @Nullable Integer witnessPatienceMillis,
      @Nullable Long reserveBytes,
      @Nullable Long scrubBytesPerSecond,
      @Nullable Integer scrubIntervalSeconds) {}
}
