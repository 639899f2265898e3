package dev.cairn.cli.demo;

import dev.cairn.server.Server;
import dev.cairn.server.ServerSettings;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.log.LogSettings;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** A log on a temporary folder and a server of its own; both go when it is closed. */
final class TemporaryLog implements AutoCloseable {
  static final String ORIGIN = "example.com/demo";

  private final Path folder;
  private final VerifierKey key;
  private final Server server;
  private final AtomicBoolean closed = new AtomicBoolean();

  private TemporaryLog(Path folder, VerifierKey key, Server server) {
    this.folder = folder;
    this.key = key;
    this.server = server;
  }

  /** Makes and serves a log on loopback; port 0 takes a free one. */
  static TemporaryLog start(int port) throws IOException, DataFolderException {
    Path folder = Files.createTempDirectory("cairn-demo-");
    boolean started = false;
    try {
      SigningKey key = SigningKey.generate(ORIGIN, KeyType.ED25519);
      DataFolder.create(folder, key, new char[0]);
      ExecutorService readers = Executors.newFixedThreadPool(4);
      HostedLog log =
          HostedLog.open(DataFolder.open(folder), new char[0], LogSettings.DEFAULT, readers);
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      Server server;
      try {
        server = Server.start(ServerSettings.at(address), List.of(log), readers);
      } catch (IOException e) {
        log.close();
        readers.shutdownNow();
        throw e;
      }
      started = true;
      return new TemporaryLog(folder, key.verifierKey(), server);
    } finally {
      if (!started) {
        delete(folder);
      }
    }
  }

  Path folder() {
    return folder;
  }

  VerifierKey key() {
    return key;
  }

  String address() {
    return "127.0.0.1:" + server.port();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      server.close();
      delete(folder);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
