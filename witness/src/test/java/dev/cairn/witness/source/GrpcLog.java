package dev.cairn.witness.source;

import com.google.protobuf.ByteString;
import dev.cairn.log.v1.GetCheckpointRequest;
import dev.cairn.log.v1.GetCheckpointResponse;
import dev.cairn.log.v1.GetConsistencyProofRequest;
import dev.cairn.log.v1.GetConsistencyProofResponse;
import dev.cairn.log.v1.LogServiceGrpc.LogServiceImplBase;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves a log's checkpoints and consistency proofs on a real port, or lies as it is told. */
public final class GrpcLog extends LogServiceImplBase implements AutoCloseable {
  /** What it does. */
  public enum Mode {
    HONEST,
    SILENT,
    UNAVAILABLE,
    SHORT_HASHES,
    TOO_MANY_HASHES,
    HUGE
  }

  private final Server server;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile GrowingLog log;
  private volatile Mode mode = Mode.HONEST;

  public GrpcLog(GrowingLog log) throws IOException {
    this.log = log;
    this.server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                InsecureServerCredentials.create())
            .addService(this)
            .build()
            .start();
  }

  public int port() {
    return server.getPort();
  }

  public String url() {
    return "grpc://127.0.0.1:" + port();
  }

  public void serve(GrowingLog other) {
    log = other;
  }

  public void mode(Mode now) {
    mode = now;
  }

  public int calls() {
    return calls.get();
  }

  @Override
  public void getCheckpoint(
      GetCheckpointRequest request, StreamObserver<GetCheckpointResponse> response) {
    calls.incrementAndGet();
    if (mode == Mode.SILENT) {
      return;
    }
    if (mode == Mode.UNAVAILABLE || !request.getLog().equals(GrowingLog.ORIGIN)) {
      response.onError(
          Status.UNAVAILABLE.withDescription("not\nnow\u001b[2J").asRuntimeException());
      return;
    }
    byte[] note =
        mode == Mode.HUGE
            ? new byte[1 << 20]
            : log.checkpoint(request.hasTreeSize() ? request.getTreeSize() : log.size()).toBytes();
    response.onNext(
        GetCheckpointResponse.newBuilder().setCheckpoint(ByteString.copyFrom(note)).build());
    response.onCompleted();
  }

  @Override
  public void getConsistencyProof(
      GetConsistencyProofRequest request, StreamObserver<GetConsistencyProofResponse> response) {
    calls.incrementAndGet();
    GetConsistencyProofResponse.Builder proof = GetConsistencyProofResponse.newBuilder();
    int short31 = mode == Mode.SHORT_HASHES ? 31 : 32;
    int times = mode == Mode.TOO_MANY_HASHES ? 100 : 1;
    for (int i = 0; i < times; i++) {
      log.prover()
          .consistency(request.getFirstSize(), request.getSecondSize())
          .forEach(hash -> proof.addHashes(ByteString.copyFrom(hash.toBytes(), 0, short31)));
    }
    response.onNext(proof.build());
    response.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
