package dev.cairn.witness.grpc;

import dev.cairn.http.admission.Admission;
import dev.cairn.witness.Witness;
import dev.cairn.witness.v1.WitnessServiceGrpc;
import io.grpc.Codec;
import io.grpc.CompressorRegistry;
import io.grpc.DecompressorRegistry;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A witness that listens for gRPC. What a connection may do is bounded, and so is how long it may
 * be idle; the number of connections is not, as the gRPC server offers no such limit: that is for
 * the operating system or a proxy.
 */
public final class GrpcEndpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GrpcEndpoint.class);

  // The largest request: a note of 16 KiB, 63 hashes, and what tells them apart.
  private static final int MESSAGE_BYTES = 20 << 10;

  private final Server server;
  private final ExecutorService calls;
  private final ScheduledExecutorService timer;
  private final HealthStatusManager health;
  private final Duration drain;

  private GrpcEndpoint(
      Server server,
      ExecutorService calls,
      ScheduledExecutorService timer,
      HealthStatusManager health,
      Duration drain) {
    this.server = server;
    this.calls = calls;
    this.timer = timer;
    this.health = health;
    this.drain = drain;
  }

  /**
   * Starts to listen.
   *
   * @param witness stays open when the endpoint is closed
   * @param address port 0 takes a free one
   * @param receive how long a request may take to arrive, and its answer to be taken
   * @param drain how long closing waits for the calls under way
   * @param admission of the witness's own calls; health checks and reflection are always answered
   * @throws IOException if the address cannot be listened on; the message says which
   */
  public static GrpcEndpoint start(
      Witness witness,
      InetSocketAddress address,
      Duration receive,
      Duration drain,
      Admission admission)
      throws IOException {
    ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    ScheduledExecutorService timer = timer();
    HealthStatusManager health = new HealthStatusManager();
    WitnessService service =
        new WitnessService(witness, () -> setHealth(health, ServingStatus.NOT_SERVING));
    Server server =
        NettyServerBuilder.forAddress(address)
            .executor(calls)
            .maxInboundMessageSize(MESSAGE_BYTES)
            .maxInboundMetadataSize(8 << 10)
            .maxConcurrentCallsPerConnection(100)
            .maxRstFramesPerWindow(200, 30)
            .handshakeTimeout(10, TimeUnit.SECONDS)
            .maxConnectionIdle(5, TimeUnit.MINUTES)
            .maxConnectionAge(30, TimeUnit.MINUTES)
            .maxConnectionAgeGrace(30, TimeUnit.SECONDS)
            .flowControlWindow(1 << 20)
            // No gzip: a small message could unpack to a large one.
            .decompressorRegistry(
                DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false))
            .compressorRegistry(CompressorRegistry.newEmptyInstance())
            .addService(
                ServerInterceptors.intercept(service, new PeerLimit(admission, receive, timer)))
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance())
            .build();
    listen(server, address);
    setHealth(health, ServingStatus.SERVING);
    return new GrpcEndpoint(server, calls, timer, health, drain);
  }

  private static ScheduledExecutorService timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("witness-grpc-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  private static void setHealth(HealthStatusManager health, ServingStatus status) {
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    health.setStatus(WitnessServiceGrpc.SERVICE_NAME, status);
  }

  private static void listen(Server server, InetSocketAddress address) throws IOException {
    try {
      Server _ = server.start();
    } catch (IOException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "cannot listen on %s:%d: %s"
              .formatted(address.getHostString(), address.getPort(), cause.getMessage()),
          e);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPort();
  }

  /** Stops to accept calls, and waits for those under way. */
  @Override
  public void close() {
    health.enterTerminalState();
    server.shutdown();
    try {
      if (!server.awaitTermination(drain.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Calls still under way after {}; they are cut off", drain);
      }
      server.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.shutdownNow();
    }
    calls.close();
    timer.shutdownNow();
  }
}
