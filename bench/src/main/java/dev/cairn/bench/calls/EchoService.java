package dev.cairn.bench.calls;

import com.google.common.net.HostAndPort;
import dev.cairn.bench.reference.Echo;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A service in this process, on the loopback interface, that returns what it gets. */
final class EchoService implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final Server server;

  private EchoService(Server server) {
    this.server = server;
  }

  /** Serves on a free port, behind these interceptors. */
  static EchoService start(List<? extends ServerInterceptor> interceptors) throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            // Handlers run on the network's own threads: nothing hides what an interceptor takes.
            .directExecutor()
            .addService(service());
    interceptors.forEach(builder::intercept);
    return new EchoService(builder.build().start());
  }

  private static ServerServiceDefinition service() {
    return ServerServiceDefinition.builder(
            Objects.requireNonNull(Echo.UNARY.getServiceName(), "the echo has a service"))
        .addMethod(Echo.UNARY, ServerCalls.asyncUnaryCall(EchoService::answer))
        .build();
  }

  private static void answer(byte[] request, StreamObserver<byte[]> caller) {
    caller.onNext(request);
    caller.onCompleted();
  }

  HostAndPort address() {
    return HostAndPort.fromParts("127.0.0.1", server.getPort());
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      var _ = server.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
