package dev.cairn.faults.peers;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers every request with one byte a second. */
final class DrippingPeer implements AutoCloseable {
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_CONNECTIONS = 1_000;

  private final ServerSocket socket;
  private final AtomicInteger connections = new AtomicInteger();
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

  private DrippingPeer(ServerSocket socket) {
    this.socket = socket;
  }

  static DrippingPeer start() throws IOException {
    DrippingPeer peer = new DrippingPeer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(peer::accept);
    return peer;
  }

  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** How often somebody has come. */
  int connections() {
    return connections.get();
  }

  private void accept() {
    try {
      while (connections.get() < MAX_CONNECTIONS) {
        Socket connection = socket.accept();
        connections.incrementAndGet();
        open.add(connection);
        Thread.ofVirtual().start(() -> drip(connection));
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private static void drip(Socket connection) {
    try (connection) {
      OutputStream out = connection.getOutputStream();
      for (byte next : ANSWER) {
        out.write(next);
        out.flush();
        Thread.sleep(1_000);
      }
    } catch (IOException e) {
      // Whoever asked has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : open) {
      connection.close();
    }
  }
}
