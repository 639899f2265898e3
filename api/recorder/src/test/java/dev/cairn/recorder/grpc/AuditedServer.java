package dev.cairn.recorder.grpc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Struct;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.recorder.FakeSink;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** A server on the loopback network whose calls are recorded, and a connection to it. */
final class AuditedServer implements AutoCloseable {
  final FakeSink sink = new FakeSink();
  final Shop shop = new Shop();
  final AuditServerInterceptor audit;
  final ManagedChannel channel;
  private final Server server;

  private AuditedServer(CallSettings settings, ServerInterceptor... inner) {
    this.audit = AuditServerInterceptor.of(sink, settings);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(shop.service());
    for (ServerInterceptor interceptor : inner) {
      builder.intercept(interceptor);
    }
    try {
      this.server = builder.intercept(audit).build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.channel =
        NettyChannelBuilder.forAddress(InetAddress.getLoopbackAddress().getHostAddress(), port())
            .usePlaintext()
            .userAgent("shop-test/1")
            .build();
  }

  static AuditedServer start(CallRule rule, ServerInterceptor... inner) {
    return start(CallSettings.of("/shop", CallPolicy.of(rule)), inner);
  }

  static AuditedServer start(CallSettings settings, ServerInterceptor... inner) {
    return new AuditedServer(settings, inner);
  }

  int port() {
    return server.getPort();
  }

  Struct place(AuditEvent request) {
    return ClientCalls.blockingUnaryCall(channel, Shop.PLACE, CallOptions.DEFAULT, request);
  }

  Struct placePassingOn(AuditEvent request) {
    return ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(channel, new AuditClientInterceptor()),
        Shop.PLACE,
        CallOptions.DEFAULT,
        request);
  }

  @Override
  public void close() {
    stop();
  }

  /** Ends everything; afterwards nobody records. */
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
    try {
      assertTrue(channel.awaitTermination(30, TimeUnit.SECONDS));
      assertTrue(server.awaitTermination(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    audit.close();
  }
}
