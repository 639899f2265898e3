package dev.cairn.server.grpc;

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
 * Calls of LogService from within the server's process, by the same rules as from outside; messages
 * are handed over as they are.
 */
public final class LocalCalls implements AutoCloseable {
  private static final long DRAIN_SECONDS = 5;

  private final Server server;
  private final ManagedChannel channel;
  private final LogServiceBlockingStub stub;
  private final Duration timeout;

  private LocalCalls(Server server, ManagedChannel channel, Duration timeout) {
    this.server = server;
    this.channel = channel;
    this.stub = LogServiceGrpc.newBlockingStub(channel);
    this.timeout = timeout;
  }

  /**
   * Starts to take calls.
   *
   * @param limit counts these calls along with those from outside
   * @param timeout the longest that a call may take
   */
  public static LocalCalls start(LogService service, CallLimit limit, Duration timeout) {
    String name = InProcessServerBuilder.generateName();
    Server server =
        InProcessServerBuilder.forName(name)
            .directExecutor()
            .addService(ServerInterceptors.intercept(service, limit))
            .build();
    try {
      server.start();
    } catch (IOException e) {
      throw new IllegalStateException("the name was made for this server alone", e);
    }
    ManagedChannel channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    return new LocalCalls(server, channel, timeout);
  }

  /** To make one call, from now on. */
  public LogServiceBlockingStub stub() {
    return stub.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
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
