package dev.cairn.cli.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cairn.cli.Cli;
import dev.cairn.cli.ServerProcess;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

/** A log's server, which comes back at the same address after each death. */
final class LogProcess implements AutoCloseable {
  // Below what the system gives to outgoing connections: nobody takes the port meanwhile.
  private static final int FIRST_PORT = 20_000;
  private static final int PORTS = 10_000;

  private final Path data;
  private final VerifierKey key;
  private final String address;
  private Optional<ServerProcess> server = Optional.empty();

  private LogProcess(Path data, VerifierKey key, String address) {
    this.data = data;
    this.key = key;
    this.address = address;
  }

  /** Makes a log, which is not served yet. */
  static LogProcess make(Path data) throws IOException, MalformedException {
    Cli init = Cli.run("init", "--data", data.toString(), "--origin", "example.com/audit");
    assertEquals(0, init.exitCode(), init.err());
    VerifierKey key = VerifierKey.parse(init.out().strip());
    return new LogProcess(data, key, "127.0.0.1:" + freePort());
  }

  private static int freePort() throws IOException {
    Random random = new Random();
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = FIRST_PORT + random.nextInt(PORTS);
      try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (IOException _) {
        // Taken: another one.
      }
    }
    throw new IOException("no port is free");
  }

  /** Serves it, and waits until it is ready. */
  void serve() throws IOException {
    server =
        Optional.of(
            ServerProcess.serve("--data", data.toString(), "--grpc", address, "--http", "none"));
  }

  /** SIGKILL: no hook runs, nothing is flushed. */
  void kill() throws InterruptedException {
    if (server.isPresent()) {
      server.get().kill();
      server = Optional.empty();
    }
  }

  VerifierKey key() {
    return key;
  }

  String address() {
    return address;
  }

  @Override
  public void close() {
    server.ifPresent(ServerProcess::close);
  }
}
