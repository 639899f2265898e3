package dev.cairn.server.grpc;

import dev.cairn.audit.v1.AuditServiceGrpc;
import dev.cairn.audit.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import dev.cairn.log.v1.LogServiceGrpc;
import dev.cairn.log.v1.LogServiceGrpc.LogServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Calls of LogService and AuditService from within the server's process, by the same rules as from
 * outside; messages are handed over as they are.
 */
public final class LocalCalls implements AutoCloseable {
  private static final long DRAIN_SECONDS = 5;

  private final Server server;
  private final ManagedChannel channel;
  private final LogServiceBlockingStub log;
  private final AuditServiceBlockingStub audit;
  private final Duration timeout;

  private LocalCalls(Server server, ManagedChannel channel, Duration timeout) {
    this.server = server;
    this.channel = channel;
    this.log = LogServiceGrpc.newBlockingStub(channel);
    this.audit = AuditServiceGrpc.newBlockingStub(channel);
    this.timeout = timeout;
  }

  /**
   * Starts to take calls.
   *
   * @param limit counts these calls alone: whoever takes all that come by gRPC takes none of these
   * @param timeout the longest that a call may take
   */
  public static LocalCalls start(
      LogService log, AuditService audit, CallLimit limit, Duration timeout) {
    String name = InProcessServerBuilder.generateName();
    Server server =
        InProcessServerBuilder.forName(name)
            .directExecutor()
            .addService(ServerInterceptors.intercept(log, limit))
            .addService(ServerInterceptors.intercept(audit, limit))
            .build();
    try {
      server.start();
    } catch (IOException e) {
      throw new IllegalStateException("the name was made for this server alone", e);
    }
    ManagedChannel channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    return new LocalCalls(server, channel, timeout);
  }

  /** To make one call of LogService, from now on. */
  public LogServiceBlockingStub log() {
    return log.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** To make one call of AuditService, from now on. */
  public AuditServiceBlockingStub audit() {
    return audit.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Waits a while for the calls under way. */
  @Override
  public void close() {
    channel.shutdown();
    server.shutdown();
    try {
      if (!server.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.shutdownNow();
    }
    channel.shutdownNow();
  }
}
