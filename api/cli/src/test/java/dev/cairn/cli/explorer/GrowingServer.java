package dev.cairn.cli.explorer;

import dev.cairn.cli.ServerProcess;
import dev.cairn.client.ClientConfig;
import dev.cairn.client.LogAddress;
import dev.cairn.client.LogClient;
import dev.cairn.client.Trust;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** A log without witnesses that can be stopped, copied, and served again in its place. */
final class GrowingServer implements AutoCloseable {
  private final Path folder;
  private final VerifierKey key;
  private ServerProcess server;
  private int appended;

  GrowingServer(Path folder) throws Exception {
    this.folder = folder;
    key = LiveLogs.init(folder.resolve("log"), LiveLogs.ORIGIN);
    server = serve("log", "127.0.0.1:0");
  }

  private ServerProcess serve(String data, String http) throws IOException {
    return ServerProcess.serve(
        "--data", folder.resolve(data).toString(), "--grpc", "127.0.0.1:0", "--http", http);
  }

  String key() {
    return key.toString();
  }

  String url() {
    return "http://" + server.httpAddress() + "/";
  }

  /** Appends entries that no other call appends. */
  void append(int count) throws Exception {
    try (LogClient client =
        LogClient.open(
            ClientConfig.of(new LogAddress(server.address(), ""), new Trust.Pinned(key)))) {
      for (int i = 0; i < count; i++) {
        client.append(("entry " + appended++).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  void stop() throws InterruptedException {
    server.terminate();
  }

  /** Keeps the stopped log as it is now. */
  void copy(String name) throws IOException {
    Path from = folder.resolve("log");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            folder.resolve(name).resolve(from.relativize(file).toString()),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** Serves a folder where the log was served before. */
  void serveAgain(String name) throws IOException {
    server = serve(name, server.httpAddress());
  }

  @Override
  public void close() {
    server.close();
  }
}
