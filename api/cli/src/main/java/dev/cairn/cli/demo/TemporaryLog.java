package dev.cairn.cli.demo;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.cairn.server.Server;
import dev.cairn.server.ServerSettings;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.log.HostedLog;
import dev.cairn.server.log.LogSettings;
import dev.cairn.server.web.WebSettings;
import dev.cairn.server.witness.PolicyFile;
import dev.cairn.server.witness.PolicyFileException;
import dev.cairn.server.witness.WitnessSettings;
import dev.cairn.server.witness.WitnessTiming;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.tree.policy.WitnessPolicy;
import dev.cairn.witness.folder.WitnessFolderException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A log and its witnesses on a temporary folder; all goes when it is closed. */
final class TemporaryLog implements AutoCloseable {
  static final String ORIGIN = "example.com/demo";

  private static final List<String> WITNESSES = List.of("ash", "birch", "cedar");

  private final Path folder = Files.createTempDirectory("cairn-demo-");
  private final SigningKey key = SigningKey.generate(ORIGIN, KeyType.ED25519);
  private final List<TemporaryWitness> witnesses = new ArrayList<>();
  // Closed in the reverse order, once.
  private final Deque<Runnable> closing = new ArrayDeque<>();
  private int port;
  private int httpPort;

  private TemporaryLog() throws IOException {
    closing.push(this::deleteFolder);
  }

  /**
   * Makes and serves a log on loopback, with three witnesses.
   *
   * @param port of gRPC; HTTP takes the next one. 0 takes free ones
   */
  static TemporaryLog start(int port) throws IOException, TemporaryLogException {
    TemporaryLog log = new TemporaryLog();
    boolean started = false;
    try {
      log.startWitnesses();
      log.serve(port);
      started = true;
      return log;
    } catch (DataFolderException | WitnessFolderException | PolicyFileException e) {
      throw new TemporaryLogException(e);
    } finally {
      if (!started) {
        log.close();
      }
    }
  }

  private void startWitnesses() throws IOException, WitnessFolderException {
    for (String name : WITNESSES) {
      TemporaryWitness witness =
          TemporaryWitness.start(folder.resolve(name), name, key.verifierKey());
      witnesses.add(witness);
      closing.push(witness::close);
    }
    StringBuilder policy = new StringBuilder("log " + key.verifierKey() + "\n");
    for (TemporaryWitness witness : witnesses) {
      policy.append(witness.policyLine()).append('\n');
    }
    policy.append("group any-two 2 ").append(String.join(" ", WITNESSES)).append('\n');
    Files.writeString(policyFile(), policy.append("quorum any-two\n"));
  }

  private void serve(int wanted) throws IOException, DataFolderException, PolicyFileException {
    Path data = folder.resolve("log");
    DataFolder.create(data, key, new char[0]);
    ExecutorService readers = Executors.newFixedThreadPool(4);
    closing.push(readers::shutdownNow);
    LogSettings settings =
        LogSettings.DEFAULT.withWitnesses(new WitnessSettings(policy(), WitnessTiming.DEFAULT));
    HostedLog log = HostedLog.open(DataFolder.open(data), new char[0], settings, readers);
    ServerSettings server =
        ServerSettings.at(loopback(wanted))
            .withHttp(Optional.of(WebSettings.at(loopback(wanted == 0 ? 0 : wanted + 1))));
    try {
      Server running = Server.start(server, List.of(log), readers);
      closing.push(running::close);
      port = running.port();
      httpPort = running.httpPort().orElseThrow();
    } catch (IOException e) {
      log.close();
      throw e;
    }
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  Path folder() {
    return folder;
  }

  VerifierKey key() {
    return key.verifierKey();
  }

  Path policyFile() {
    return folder.resolve("witnesses.policy");
  }

  WitnessPolicy policy() throws PolicyFileException {
    return PolicyFile.read(policyFile(), key.verifierKey());
  }

  List<TemporaryWitness> witnesses() {
    return List.copyOf(witnesses);
  }

  String witnessNames() {
    return witnesses.stream().map(TemporaryWitness::name).collect(Collectors.joining(", "));
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  /** The page to look at the log with. */
  String explorer() {
    return "http://127.0.0.1:" + httpPort + "/";
  }

  @Override
  public synchronized void close() {
    while (!closing.isEmpty()) {
      closing.pop().run();
    }
  }

  private void deleteFolder() {
    try {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
