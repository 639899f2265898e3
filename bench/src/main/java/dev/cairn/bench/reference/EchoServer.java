package dev.cairn.bench.reference;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The raw gRPC echo, with the network settings of Cairn's server; a program of its own. */
public final class EchoServer {
  private EchoServer() {}

  /** Serves on a free port of the loopback interface until standard input ends, or a signal. */
  public static void main(String[] args) throws IOException {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .directExecutor()
            .maxInboundMessageSize(64 << 20)
            .flowControlWindow(1 << 20)
            .addService(service())
            .build()
            .start();
    System.out.println("echo on 127.0.0.1:" + server.getPort());
    System.out.flush();
    while (System.in.read() >= 0) {
      // Nothing is expected; the end of it says that the benchmark is gone.
    }
    server.shutdownNow();
  }

  private static ServerServiceDefinition service() {
    return ServerServiceDefinition.builder(Echo.SERVICE)
        .addMethod(Echo.UNARY, ServerCalls.asyncUnaryCall(EchoServer::answer))
        .addMethod(Echo.STREAM, ServerCalls.asyncBidiStreamingCall(Mirror::new))
        .build();
  }

  private static void answer(byte[] request, StreamObserver<byte[]> caller) {
    caller.onNext(request);
    caller.onCompleted();
  }

  /** Returns what comes. */
  private record Mirror(StreamObserver<byte[]> caller) implements StreamObserver<byte[]> {
    @Override
    public void onNext(byte[] message) {
      caller.onNext(message);
    }

    @Override
    public void onError(Throwable cancelled) {
      // The caller has gone.
    }

    @Override
    public void onCompleted() {
      caller.onCompleted();
    }
  }
}
