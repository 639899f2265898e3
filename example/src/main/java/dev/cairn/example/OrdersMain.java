package dev.cairn.example;

import dev.cairn.client.ClientConfig;
import dev.cairn.client.LogAddress;
import dev.cairn.client.Trust;
import dev.cairn.recorder.outbox.OutboxException;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.KeyFile;
import dev.cairn.tree.note.KeyFileException;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs the service: {@code OrdersMain HOST:PORT VKEY FOLDER}. */
public final class OrdersMain {
  /** Where the service listens, on this machine alone. */
  static final int PORT = 7072;

  private OrdersMain() {}

  /**
   * Serves until the process is ended.
   *
   * @param args the log's address, its key, and a folder for the outbox and the service's own key
   */
  public static void main(String[] args)
      throws IOException,
          MalformedException,
          KeyFileException,
          OutboxException,
          InterruptedException {
    if (args.length != 3) {
      System.err.println("usage: OrdersMain HOST:PORT VKEY FOLDER");
      System.exit(2);
    }
    ClientConfig log =
        ClientConfig.of(LogAddress.parse(args[0]), new Trust.Pinned(VerifierKey.parse(args[1])));
    Path folder = Files.createDirectories(Path.of(args[2]));
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT);
    try (OrdersServer server =
        OrdersServer.start(address, log, folder.resolve("outbox"), key(folder))) {
      System.out.println("Takes orders on 127.0.0.1:" + server.port());
      server.awaitEnd();
    }
  }

  /** The key that seals the service's events: made on the first start. */
  private static SigningKey key(Path folder) throws KeyFileException {
    Path file = folder.resolve("producer.key");
    if (Files.exists(file)) {
      return KeyFile.read(file);
    }
    SigningKey key = SigningKey.generate("example.com/orders", KeyType.ED25519);
    KeyFile.write(file, key);
    return key;
  }
}
