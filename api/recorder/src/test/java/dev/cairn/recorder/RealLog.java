package dev.cairn.recorder;

import dev.cairn.client.ClientConfig;
import dev.cairn.client.LogAddress;
import dev.cairn.client.Trust;
import dev.cairn.event.LoggedEntry;
import dev.cairn.event.seal.ProducerChain;
import dev.cairn.server.Server;
import dev.cairn.server.ServerSettings;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.log.LogSettings;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The real server with one log on disk, in this process, on a socket. */
final class RealLog {
  private final Path folder;
  private final VerifierKey key;
  private int port;
  private HostedLog log;
  private Server server;

  private RealLog(Path folder, VerifierKey key) throws Exception {
    this.folder = folder;
    this.key = key;
    ExecutorService readers = Executors.newFixedThreadPool(2);
    this.log = open(readers);
    this.server = serve(readers);
    this.port = server.port();
  }

  static RealLog start(Path folder) throws Exception {
    SigningKey key = SigningKey.generate("log.example/real", KeyType.ED25519);
    DataFolder.create(folder, key, new char[0]);
    return new RealLog(folder, key.verifierKey());
  }

  private HostedLog open(ExecutorService readers) throws Exception {
    return HostedLog.open(DataFolder.open(folder), new char[0], LogSettings.DEFAULT, readers);
  }

  private Server serve(ExecutorService readers) throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    ServerSettings hasty =
        new ServerSettings(
            address,
            Optional.empty(),
            Optional.empty(),
            1 << 20,
            4_096,
            1_024,
            2,
            Duration.ofMillis(100));
    return Server.start(hasty, List.of(log), readers);
  }

  void restart() throws Exception {
    server.close();
    ExecutorService readers = Executors.newFixedThreadPool(2);
    log = open(readers);
    server = serve(readers);
  }

  void close() {
    server.close();
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  VerifierKey key() {
    return key;
  }

  static ClientConfig config(String address, VerifierKey key) {
    return ClientConfig.of(new LogAddress(address, ""), new Trust.Pinned(key))
        .withDeadline(Duration.ofSeconds(5));
  }

  ClientConfig config() {
    return config(address(), key);
  }

  /** All entries, as the log's own reader gives them. */
  List<LoggedEntry> entries() throws Exception {
    List<LoggedEntry> entries = new ArrayList<>();
    long size = log.publisher().await(1).get().head().size();
    for (long index = 0; index < size; index++) {
      entries.add(LoggedEntry.parse(log.reader().entry(index)));
    }
    return entries;
  }

  static ProducerChain chain(String producer, List<LoggedEntry> entries) {
    ProducerChain chain = ProducerChain.begin(producer);
    for (int index = 0; index < entries.size(); index++) {
      chain = chain.after(entries.get(index), index);
    }
    return chain;
  }
}
