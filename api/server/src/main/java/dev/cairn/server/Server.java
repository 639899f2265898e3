package dev.cairn.server;

import dev.cairn.audit.v1.AuditServiceGrpc;
import dev.cairn.log.v1.LogServiceGrpc;
import dev.cairn.server.connect.Connections;
import dev.cairn.server.grpc.AuditService;
import dev.cairn.server.grpc.CallLimit;
import dev.cairn.server.grpc.CallWatch;
import dev.cairn.server.grpc.GrpcLimits;
import dev.cairn.server.grpc.GrpcLoad;
import dev.cairn.server.grpc.LocalCalls;
import dev.cairn.server.grpc.LogService;
import dev.cairn.server.grpc.OpenStreams;
import dev.cairn.server.grpc.Peers;
import dev.cairn.server.grpc.Submitter;
import dev.cairn.server.intake.Intake;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.stop.StopCause;
import dev.cairn.server.web.WebEndpoint;
import dev.cairn.server.web.WebSettings;
import io.grpc.Codec;
import io.grpc.CompressorRegistry;
import io.grpc.DecompressorRegistry;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ChannelzService;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves logs over gRPC and HTTP, with health and reflection beside them. */
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final int SEARCHERS = 2;
  private static final int STREAMERS = 2;
  private static final int RESET_WINDOW_SECONDS = 30;
  private static final Duration LOCAL_TIMEOUT = Duration.ofSeconds(15);

  /** How long the end of the server may take beyond the drain. */
  public static final Duration REST = Duration.ofSeconds(8);

  private static final Duration CUT_OFF = Duration.ofSeconds(2);

  private final ServerSettings settings;
  private final List<HostedLog> logs;
  private final ExecutorService readers;
  // Searches are long: nobody who records or waits for a receipt stands behind one.
  private final ExecutorService searchers;
  // Nor behind those who read the whole log.
  private final ExecutorService streamers;
  private final OpenStreams openStreams = new OpenStreams();
  private final HealthStatusManager health = new HealthStatusManager();
  private final Connections connections;
  private final CallLimit callLimit;
  // Those who fill the one leave the other free.
  private final CallLimit localLimit;
  private final CallWatch callWatch;
  private final LogService service;
  private final AuditService audit;
  private final io.grpc.Server grpc;
  private final Optional<io.grpc.Server> admin;
  private final CompletableFuture<String> mustLeave = new CompletableFuture<>();
  private Optional<LocalCalls> localCalls = Optional.empty();
  private Optional<WebEndpoint> web = Optional.empty();

  private Server(ServerSettings settings, List<HostedLog> logs, ExecutorService readers) {
    this.settings = settings;
    this.logs = List.copyOf(logs);
    this.readers = readers;
    GrpcLimits limits = settings.limits();
    this.connections = new Connections(limits.connections(), limits.connectionsPerPeer());
    this.callLimit = new CallLimit(settings.maxCalls(), limits.callsPerPeer());
    int local = settings.http().map(WebSettings::maxRequests).orElse(1);
    this.localLimit = new CallLimit(local, local);
    this.callWatch = new CallWatch(limits);
    Intake intake = new Intake(this.logs);
    this.searchers = threads("search-", SEARCHERS);
    this.streamers = threads("stream-", STREAMERS);
    this.service = new LogService(intake, readers, streamers, openStreams, limits.streamEntries());
    this.audit = new AuditService(intake, readers, searchers, openStreams, limits.searches());
    this.grpc = logServer();
    this.admin = settings.admin().map(Server::adminServer);
  }

  private static ExecutorService threads(String name, int count) {
    return Executors.newFixedThreadPool(count, Thread.ofPlatform().name(name, 0).factory());
  }

  /**
   * Starts to serve.
   *
   * @param logs closed with the server
   * @param readers runs what reads a store; ended with the server
   * @throws IOException if an address cannot be listened on; the message says which
   */
  public static Server start(ServerSettings settings, List<HostedLog> logs, ExecutorService readers)
      throws IOException {
    Server server = new Server(settings, logs, readers);
    boolean started = false;
    try {
      server.listen();
      started = true;
    } finally {
      if (!started) {
        server.endNow();
      }
    }
    for (HostedLog log : logs) {
      log.whenReleased(server::showHealth);
      log.whenStopped(cause -> server.stopped(log, cause));
    }
    server.showHealth();
    return server;
  }

  private void stopped(HostedLog log, StopCause cause) {
    if (log.isReadOnly()) {
      LOG.warn("{} accepts no appends: {}", log.origin(), cause.reason());
      return; // it does what it was started for
    }
    showHealth();
    if (cause.mustLeave()) {
      mustLeave.complete(log.origin() + ": " + cause.reason());
    }
  }

  /** One log that takes no appends is enough: whoever balances load should not come here. */
  private synchronized void showHealth() {
    boolean all = logs.stream().allMatch(l -> l.stoppedBy().isEmpty() && l.heldBy().isEmpty());
    setHealth(all ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
  }

  private void listen() throws IOException {
    listen(grpc, settings.grpc());
    if (admin.isPresent()) {
      listen(admin.get(), settings.admin().orElseThrow());
    }
    if (settings.http().isPresent()) {
      LocalCalls calls = LocalCalls.start(service, audit, localLimit, LOCAL_TIMEOUT);
      localCalls = Optional.of(calls);
      web = Optional.of(webEndpoint(settings.http().get(), calls));
    }
  }

  private WebEndpoint webEndpoint(WebSettings http, LocalCalls calls) throws IOException {
    try {
      return WebEndpoint.start(http, logs, calls, settings.drain());
    } catch (IOException e) {
      throw new IOException(
          e.getMessage() + "; choose another for HTTP with --http HOST:PORT, or --http none", e);
    }
  }

  /** Lets go of every address; calls under way are cut off. */
  private void endNow() {
    web.ifPresent(WebEndpoint::close);
    localCalls.ifPresent(LocalCalls::close);
    grpc.shutdownNow();
    admin.ifPresent(io.grpc.Server::shutdownNow);
    searchers.shutdownNow();
    streamers.shutdownNow();
    callWatch.close();
    connections.close();
  }

  private static void listen(io.grpc.Server server, InetSocketAddress address) throws IOException {
    try {
      server.start();
    } catch (IOException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "cannot listen on %s:%d: %s"
              .formatted(address.getHostString(), address.getPort(), cause.getMessage()),
          e);
    }
  }

  private io.grpc.Server logServer() {
    GrpcLimits limits = settings.limits();
    return NettyServerBuilder.forAddress(settings.grpc())
        .channelFactory(connections::serverChannel)
        .bossEventLoopGroup(connections.acceptors())
        .workerEventLoopGroup(connections.workers())
        // Calls run on the network's threads; whatever may block hands itself to the readers.
        .directExecutor()
        .maxInboundMessageSize(settings.maxMessageBytes())
        .maxInboundMetadataSize(limits.headerBytes())
        .maxConcurrentCallsPerConnection(settings.maxCallsPerConnection())
        .maxRstFramesPerWindow(limits.resets(), RESET_WINDOW_SECONDS)
        .handshakeTimeout(limits.handshake().toMillis(), TimeUnit.MILLISECONDS)
        .maxConnectionIdle(limits.idle().toMillis(), TimeUnit.MILLISECONDS)
        .maxConnectionAge(limits.age().toMillis(), TimeUnit.MILLISECONDS)
        .maxConnectionAgeGrace(30, TimeUnit.SECONDS)
        .flowControlWindow(limits.windowBytes())
        // No gzip: a small message could unpack to a large one.
        .decompressorRegistry(DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false))
        .compressorRegistry(CompressorRegistry.newEmptyInstance())
        .addTransportFilter(new Peers())
        .addStreamTracerFactory(callWatch.tracers())
        // The last one is the first to see a call.
        .intercept(new Submitter())
        .intercept(callWatch)
        .intercept(callLimit)
        .addService(service)
        .addService(audit)
        .addService(health.getHealthService())
        .addService(ProtoReflectionServiceV1.newInstance())
        .build();
  }

  private static io.grpc.Server adminServer(InetSocketAddress address) {
    return NettyServerBuilder.forAddress(address)
        .addService(ChannelzService.newInstance(1_000))
        .addService(ProtoReflectionServiceV1.newInstance())
        .build();
  }

  private void setHealth(ServingStatus status) {
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    health.setStatus(LogServiceGrpc.SERVICE_NAME, status);
    health.setStatus(AuditServiceGrpc.SERVICE_NAME, status);
  }

  /** The port that LogService listens on. */
  public int port() {
    return grpc.getPort();
  }

  /** What strangers hold by gRPC now. */
  public GrpcLoad load() {
    return callWatch.load(connections.refused());
  }

  /** The port that HTTP is served on, if it is. */
  public OptionalInt httpPort() {
    return web.map(endpoint -> OptionalInt.of(endpoint.port())).orElseGet(OptionalInt::empty);
  }

  /** How many calls are under way. */
  public int calls() {
    return callLimit.calls() + localLimit.calls();
  }

  /** How many calls were refused because too many were under way. */
  public long refusedCalls() {
    return callLimit.refused() + localLimit.refused();
  }

  /** How many streams are open. */
  public int openStreams() {
    return openStreams.count();
  }

  /** How many requests for tiles and bundles of a log were refused because they are damaged. */
  public long damagedRefusals(HostedLog log) {
    return web.map(endpoint -> endpoint.damagedRefusals(log)).orElse(0L);
  }

  /** The path of a log below the server's URL, with a slash at both ends. */
  public String httpPath(HostedLog log) {
    return WebEndpoint.path(log.origin(), logs);
  }

  /**
   * Completes, with one line that names the log and the reason, once a log's storage has failed:
   * the process has to leave.
   */
  public CompletableFuture<String> whenItMustLeave() {
    return mustLeave;
  }

  /** As {@link #end}, with the drain of the settings. */
  @Override
  public void close() {
    boolean _ = end(settings.drain());
  }

  /**
   * Drains and ends: new calls are refused, streams are told, calls under way are waited for, every
   * accepted append is decided and published. Nothing is waited for without a bound; what has to be
   * given up is logged.
   *
   * @param drain how long calls under way are waited for; all else may take {@link #REST} together
   * @return whether every log has ended as it should
   */
  public boolean end(Duration drain) {
    long deadline = System.nanoTime() + drain.plus(REST).toNanos();
    health.enterTerminalState();
    grpc.shutdown();
    openStreams.endAll();
    Ending calls = new Ending();
    calls.begin("requests over HTTP", this::endHttp);
    calls.begin("calls", () -> awaitCalls(drain));
    boolean _ = calls.await(drain.plus(CUT_OFF));
    grpc.shutdownNow();
    admin.ifPresent(io.grpc.Server::shutdownNow);
    Ending ending = new Ending();
    logs.forEach(log -> ending.begin(log.origin(), log::close));
    boolean logsEnded = ending.await(Duration.ofNanos(deadline - System.nanoTime()));
    callWatch.close();
    connections.close();
    searchers.shutdownNow();
    streamers.shutdownNow();
    readers.shutdownNow();
    return logsEnded;
  }

  private void endHttp() {
    web.ifPresent(WebEndpoint::close);
    localCalls.ifPresent(LocalCalls::close);
  }

  private void awaitCalls(Duration drain) {
    try {
      if (!grpc.awaitTermination(drain.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Calls still under way after {}; they are cut off", drain);
      }
      grpc.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
