package dev.cairn.witness.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.http.admission.Admission;
import dev.cairn.http.serve.HttpEndpoint;
import dev.cairn.http.serve.HttpLimits;
import dev.cairn.witness.TestLog;
import dev.cairn.witness.TestWitness;
import dev.cairn.witness.Witness;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of connections over several requests, and of several connections of a peer. */
@Timeout(30)
final class HttpConnectionsTest {
  private static final TestLog LOG = new TestLog("example.com/log", 5);
  private static final HttpLimits LIMITS =
      new HttpLimits(500, 3, Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofSeconds(5));
  private static final String PEER = "127.0.0.1";
  private static final String HEALTH = "GET /healthz HTTP/1.1\r\nHost: w\r\n\r\n";

  @TempDir Path folder;
  private Witness witness;
  private HttpEndpoint http;
  private final Admission admission = new Admission(1, 10);

  @BeforeEach
  void start() throws IOException {
    witness = TestWitness.create(folder.resolve("store"), LOG.vkey());
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    http =
        HttpEndpoint.start("witness-http", new WitnessHandler(witness, admission), anyPort, LIMITS);
  }

  @AfterEach
  void stop() {
    http.close();
    witness.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), http.port());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(5_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The first line of the next answer, whose rest is read; empty if the connection is closed. */
  private static String answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next;
      try {
        next = in.read();
      } catch (SocketException e) {
        next = -1;
      }
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    String length = head.toString().replaceFirst("(?s).*Content-Length: ([0-9]+).*", "$1");
    in.readNBytes(Integer.parseInt(length));
    return head.substring(0, head.indexOf("\r"));
  }

  @Test
  void cutsOffWhoDripsBehindARequest() throws Exception {
    try (Socket socket = connect()) {
      send(
          socket,
          HEALTH + "POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 999\r\n\r\n");
      assertEquals("HTTP/1.1 200 OK", answer(socket));
      assertTrue(isClosedWhileDripping(socket));
    }
  }

  /** Sends a byte every tenth of a second, for five seconds at most. */
  private static boolean isClosedWhileDripping(Socket socket) throws IOException {
    socket.setSoTimeout(100);
    for (int i = 0; i < 50; i++) {
      try {
        send(socket, "a");
        return socket.getInputStream().read() < 0;
      } catch (SocketTimeoutException e) {
        // Still open.
      } catch (SocketException e) {
        return true;
      }
    }
    return false;
  }

  /** Were the connection reset meanwhile, he might lose the answer before he reads it. */
  @Test
  void listensToWhoIsStillSendingWhenHeIsAnswered() throws Exception {
    try (Socket socket = connect()) {
      send(socket, "POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 200000\r\n\r\n");
      socket.getOutputStream().write(new byte[50_000]);
      assertEquals("HTTP/1.1 400 Bad Request", answer(socket));
      for (int i = 0; i < 5; i++) {
        Thread.sleep(10);
        socket.getOutputStream().write(new byte[30_000]);
      }
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  @Test
  void givesAPeerSoManyConnections() throws Exception {
    try (Socket first = connect();
        Socket second = connect();
        Socket third = connect()) {
      for (Socket socket : new Socket[] {first, second, third}) {
        send(socket, HEALTH);
        assertEquals("HTTP/1.1 200 OK", answer(socket));
      }
      try (Socket fourth = connect()) {
        assertEquals("", answer(fourth));
      }
      first.shutdownOutput();
      long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (!isServed()) {
        assertTrue(System.nanoTime() < end, "whoever goes makes room");
      }
      send(second, HEALTH);
      assertEquals("HTTP/1.1 200 OK", answer(second));
    }
  }

  private boolean isServed() throws IOException {
    try (Socket socket = connect()) {
      send(socket, HEALTH);
      return !answer(socket).isEmpty();
    } catch (SocketException e) {
      return false;
    }
  }

  @Test
  void tellsItsHealthToWhoeverHasTooManyRequestsAndKeepsHisConnection() throws Exception {
    assertTrue(admission.enter(PEER));
    try (Socket socket = connect()) {
      send(socket, HEALTH);
      assertEquals("HTTP/1.1 200 OK", answer(socket));
      send(socket, "GET / HTTP/1.1\r\nHost: w\r\n\r\n");
      assertEquals("HTTP/1.1 429 Too Many Requests", answer(socket));
      socket.setSoTimeout((int) (2 * LIMITS.receive().toMillis()));
      assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
    }
  }
}
