package dev.cairn.client;

import dev.cairn.audit.v1.AuditServiceGrpc;
import dev.cairn.log.v1.LogServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Opens connections to logs. */
final class Channels {
  private static final int MAX_MESSAGE_BYTES = 4 << 20;
  private static final long RETRY_BUFFER_BYTES = 4L << 20;
  private static final long CLOSE_SECONDS = 5;
  private static final long KEEP_ALIVE_MINUTES = 6; // servers close on pings within 5 minutes

  private Channels() {}

  static ManagedChannel open(ClientConfig config) {
    return NettyChannelBuilder.forTarget(
            "dns:///" + config.address().target(), config.credentials())
        .defaultServiceConfig(serviceConfig())
        .disableServiceConfigLookUp()
        .enableRetry()
        .perRpcBufferLimit(RETRY_BUFFER_BYTES)
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .keepAliveTime(KEEP_ALIVE_MINUTES, TimeUnit.MINUTES)
        .build();
  }

  /**
   * Retries by the channel: up to 5 attempts within the call's deadline, with exponential backoff
   * and jitter, and only where the server was unavailable. Appends may be among them because each
   * carries an idempotency key. A stream of appends carries keys only where its caller gives them,
   * so it is never retried, and a stream of events neither. Nothing is hedged.
   */
  static Map<String, ?> serviceConfig() {
    Map<String, ?> retryPolicy =
        Map.of(
            "maxAttempts",
            5.0,
            "initialBackoff",
            "0.1s",
            "maxBackoff",
            "2s",
            "backoffMultiplier",
            2.0,
            "retryableStatusCodes",
            List.of("UNAVAILABLE"));
    Map<String, ?> log = Map.of("service", LogServiceGrpc.SERVICE_NAME);
    Map<String, ?> audit = Map.of("service", AuditServiceGrpc.SERVICE_NAME);
    Map<String, ?> appendStream =
        Map.of("service", LogServiceGrpc.SERVICE_NAME, "method", "AppendEntries");
    Map<String, ?> eventStream =
        Map.of("service", AuditServiceGrpc.SERVICE_NAME, "method", "RecordEvents");
    return Map.of(
        "methodConfig",
        List.of(
            Map.of("name", List.of(log, audit), "retryPolicy", retryPolicy),
            Map.of("name", List.of(appendStream, eventStream))));
  }

  /** Closes a connection; calls under way fail. */
  static void close(ManagedChannel channel) {
    channel.shutdownNow();
    try {
      channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
