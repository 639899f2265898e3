package dev.cairn.server.web;

import com.google.protobuf.ByteString;
import dev.cairn.audit.v1.AuditServiceGrpc;
import dev.cairn.audit.v1.EventRun;
import dev.cairn.audit.v1.RecordEventRequest;
import dev.cairn.log.v1.AckLevel;
import dev.cairn.log.v1.BatchAppendEntriesRequest;
import dev.cairn.log.v1.LogServiceGrpc;
import dev.cairn.server.Server;
import dev.cairn.server.ServerSettings;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.log.LogSettings;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server with logs on real stores and real sockets, and plain HTTP and gRPC clients to it. */
final class WebLog implements AutoCloseable {
  static final String ORIGIN = "example.com/demo";

  private static final int BATCH = 4_096;

  final List<HostedLog> logs = new ArrayList<>();
  final Server server;
  private final ManagedChannel channel;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Serves the logs in folders that were created. */
  WebLog(LogSettings settings, Path... folders) throws Exception {
    this(settings, WebSettings.at(loopback()), folders);
  }

  WebLog(LogSettings settings, WebSettings web, Path... folders) throws Exception {
    this(ServerSettings.at(loopback()).withHttp(Optional.of(web)), settings, folders);
  }

  WebLog(ServerSettings served, LogSettings settings, Path... folders) throws Exception {
    ExecutorService readers = Executors.newFixedThreadPool(2);
    for (Path folder : folders) {
      logs.add(HostedLog.open(DataFolder.open(folder), new char[0], settings, readers));
    }
    server = Server.start(served, List.copyOf(logs), readers);
    channel =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()))
            .usePlaintext()
            .build();
  }

  static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Makes the folder of a new log. */
  static Path create(Path folder, String origin) throws Exception {
    DataFolder.create(folder, SigningKey.generate(origin, KeyType.ED25519), new char[0]);
    return folder;
  }

  HostedLog log() {
    return logs.getFirst();
  }

  /** Appends to the first log, and waits for that level. */
  void append(List<byte[]> entries, AckLevel ack) {
    append(log().origin(), entries, ack);
  }

  void append(String origin, List<byte[]> entries, AckLevel ack) {
    for (int from = 0; from < entries.size(); from += BATCH) {
      BatchAppendEntriesRequest.Builder batch =
          BatchAppendEntriesRequest.newBuilder().setLog(origin).setAck(ack);
      for (byte[] entry : entries.subList(from, Math.min(from + BATCH, entries.size()))) {
        batch.addEntries(ByteString.copyFrom(entry));
      }
      var _ = LogServiceGrpc.newBlockingStub(channel).batchAppendEntries(batch.build());
    }
  }

  /** Records a run of one event in the first log, under a signed head. */
  void record(EventRun run) {
    var _ =
        AuditServiceGrpc.newBlockingStub(channel)
            .recordEvent(
                RecordEventRequest.newBuilder()
                    .setLog(log().origin())
                    .setRun(run)
                    .setAck(AckLevel.ACK_LEVEL_SIGNED)
                    .build());
  }

  HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return send("GET", path, headers);
  }

  HttpResponse<byte[]> send(String method, String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  String text(String path) throws Exception {
    return new String(get(path).body(), StandardCharsets.UTF_8);
  }

  int port() {
    return server.httpPort().orElseThrow();
  }

  /** Sends bytes as they are, and returns all that comes back until the connection is closed. */
  String raw(byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    http.close();
    channel.shutdownNow();
    server.close();
  }
}
