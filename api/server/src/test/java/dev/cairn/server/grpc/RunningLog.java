package dev.cairn.server.grpc;

import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.AppendEntryRequest;
import dev.cairn.log.v1.LogServiceGrpc;
import dev.cairn.log.v1.Receipt;
import dev.cairn.server.Server;
import dev.cairn.server.ServerSettings;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.log.LogSettings;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server with one log on a real store and a real socket, and a plain gRPC client to it. */
final class RunningLog implements AutoCloseable {
  static final String ORIGIN = "example.com/test";

  final SigningKey key;
  final HostedLog log;
  final Server server;
  final ManagedChannel channel;
  final LogServiceGrpc.LogServiceBlockingStub blocking;
  final LogServiceGrpc.LogServiceStub async;

  RunningLog(Path folder) throws Exception {
    this(create(folder, SigningKey.generate(ORIGIN, KeyType.ED25519)), folder, LogSettings.DEFAULT);
  }

  /** Serves a new log with these limits. */
  RunningLog(Path folder, GrpcLimits limits) throws Exception {
    this(
        create(folder, SigningKey.generate(ORIGIN, KeyType.ED25519)),
        folder,
        LogSettings.DEFAULT,
        limits);
  }

  /** Serves the log in a folder that was created with the key. */
  RunningLog(SigningKey key, Path folder, LogSettings settings) throws Exception {
    this(key, folder, settings, GrpcLimits.DEFAULT);
  }

  private RunningLog(SigningKey key, Path folder, LogSettings settings, GrpcLimits limits)
      throws Exception {
    this.key = key;
    ExecutorService readers = Executors.newFixedThreadPool(2);
    log = HostedLog.open(DataFolder.open(folder), new char[0], settings, readers);
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = Server.start(ServerSettings.at(anyPort).withLimits(limits), List.of(log), readers);
    channel =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()))
            .usePlaintext()
            .build();
    blocking = LogServiceGrpc.newBlockingStub(channel);
    async = LogServiceGrpc.newStub(channel);
  }

  static SigningKey create(Path folder, SigningKey key) throws Exception {
    DataFolder.create(folder, key, new char[0]);
    return key;
  }

  Receipt append(String entry) {
    return append(entry, "", AckLevel.ACK_LEVEL_UNSPECIFIED);
  }

  Receipt append(String entry, String key, AckLevel ack) {
    return blocking
        .appendEntry(
            AppendEntryRequest.newBuilder()
                .setEntry(bytes(entry))
                .setIdempotencyKey(key)
                .setAck(ack)
                .build())
        .getReceipt();
  }

  SignedCheckpoint open(ByteString checkpoint) throws Exception {
    return SignedCheckpoint.open(checkpoint.toByteArray(), key.verifierKey());
  }

  static ByteString bytes(String text) {
    return ByteString.copyFrom(text, StandardCharsets.UTF_8);
  }

  /** The ErrorInfo that every refusal carries. */
  static ErrorInfo info(StatusRuntimeException refused) throws Exception {
    return detail(refused, ErrorInfo.class);
  }

  /** The first field that a refusal names. */
  static String field(StatusRuntimeException refused) throws Exception {
    return detail(refused, BadRequest.class).getFieldViolations(0).getField();
  }

  private static <T extends com.google.protobuf.Message> T detail(
      StatusRuntimeException refused, Class<T> type) throws Exception {
    Status status = Objects.requireNonNull(StatusProto.fromThrowable(refused));
    for (var detail : status.getDetailsList()) {
      if (detail.is(type)) {
        return detail.unpack(type);
      }
    }
    throw new AssertionError("no " + type.getSimpleName() + " in " + status);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.close();
  }
}
