package dev.cairn.witness.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.http.admission.Admission;
import dev.cairn.http.serve.HttpEndpoint;
import dev.cairn.http.serve.HttpLimits;
import dev.cairn.witness.OriginHash;
import dev.cairn.witness.TestLog;
import dev.cairn.witness.TestWitness;
import dev.cairn.witness.Witness;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What peers may do, and what becomes of those who do more. Bytes on bare sockets. */
@Timeout(30)
final class HttpLimitsTest {
  private static final TestLog LOG = new TestLog("example.com/log", 5);
  private static final HttpLimits LIMITS =
      new HttpLimits(500, 70, Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofSeconds(5));
  private static final String CHECKPOINT =
      "/" + OriginHash.of("example.com/log").toHex() + "/checkpoint";

  @TempDir Path folder;
  private Witness witness;
  private HttpEndpoint http;
  private final Admission admission = new Admission(64, 1_024);

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
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** All that comes until the connection is closed. */
  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private String ask(String head, byte[] body) throws IOException {
    try (Socket socket = connect()) {
      send(socket, head + "Host: w\r\nConnection: close\r\n");
      send(socket, "Content-Length: " + body.length + "\r\n\r\n");
      socket.getOutputStream().write(body);
      return rest(socket);
    }
  }

  private String ask(String line) throws IOException {
    try (Socket socket = connect()) {
      send(socket, line + " HTTP/1.1\r\nHost: w\r\nConnection: close\r\n\r\n");
      return rest(socket);
    }
  }

  private static String post(int length) {
    return "POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: " + length + "\r\n\r\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: w\r\nX: ",
        "POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 999\r\n\r\n",
        ""
      })
  void cutsOffWhoDrips(String begin) throws Exception {
    try (Socket socket = connect()) {
      send(socket, begin);
      long began = System.nanoTime();
      assertEquals(-1, dripUntilClosed(socket));
      long millis = (System.nanoTime() - began) / 1_000_000;
      assertTrue(millis < 5_000, "cut off after " + millis + " ms");
    }
    String next = ask("POST /add-checkpoint HTTP/1.1\r\n", LOG.request(0, 3).toBytes());
    assertTrue(next.startsWith("HTTP/1.1 200"), next);
    for (int i = 0; i < 64; i++) {
      long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
      while (!admission.enter("127.0.0.1")) {
        assertTrue(System.nanoTime() < deadline, "whoever is cut off gives his place back");
      }
    }
  }

  /** Sends a byte every tenth of a second, for as long as nothing comes back. */
  private static int dripUntilClosed(Socket socket) throws IOException {
    socket.setSoTimeout(100);
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    for (int i = 0; i < 100; i++) {
      try {
        out.write('a');
        return in.read();
      } catch (SocketTimeoutException e) {
        // Still open.
      } catch (SocketException e) {
        return -1;
      }
    }
    return 0;
  }

  @Test
  void keepsAConnectionThatSendsOneRequestAfterTheOther() throws Exception {
    byte[] body = LOG.request(0, 3).toBytes();
    try (Socket socket = connect()) {
      long end = System.nanoTime() + 2 * LIMITS.receive().toNanos();
      int answers = 0;
      while (System.nanoTime() < end) {
        send(socket, post(body.length));
        socket.getOutputStream().write(body);
        String head = head(socket);
        assertTrue(head.startsWith(answers == 0 ? "HTTP/1.1 200" : "HTTP/1.1 409"), head);
        assertFalse(head.contains("Server:"), head);
        answers++;
        send(socket, "GET / HTTP/1.1\r\nHost: w\r\n\r\n");
        assertTrue(head(socket).startsWith("HTTP/1.1 200"));
      }
      assertTrue(answers > 10);
      // Silence is no request under way: only the idle time counts.
      socket.setSoTimeout((int) (2 * LIMITS.receive().toMillis()));
      assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
    }
  }

  /** Reads one response; returns its head. */
  private static String head(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      assertTrue(next >= 0, () -> "closed after " + head);
      head.append((char) next);
    }
    String length = head.toString().replaceFirst("(?s).*Content-Length: ([0-9]+).*", "$1");
    in.readNBytes(Integer.parseInt(length));
    return head.toString();
  }

  @Test
  void admitsSixtyFourInFlight() throws Exception {
    byte[] body = LOG.request(0, 3).toBytes();
    List<Socket> sockets = new ArrayList<>();
    try {
      // Each gets a 100 when its handler waits for the body, and so is in flight.
      for (int i = 0; i < 64; i++) {
        Socket socket = connect();
        sockets.add(socket);
        String head = post(body.length).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n");
        send(socket, head);
        String interim = interim(socket);
        assertTrue(interim.startsWith("HTTP/1.1 100"), interim);
      }
      String refused = ask("GET / HTTP/1.1\r\n", new byte[0]);
      assertTrue(refused.startsWith("HTTP/1.1 429"), refused);
      assertTrue(refused.contains("\r\nRetry-After: 1\r\n"), refused);
      sockets.getFirst().getOutputStream().write(body);
      assertTrue(head(sockets.getFirst()).startsWith("HTTP/1.1 200"));
      assertTrue(ask("GET / HTTP/1.1\r\n", new byte[0]).startsWith("HTTP/1.1 200"));
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private static String interim(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      assertTrue(next >= 0, () -> "closed after " + head);
      head.append((char) next);
    }
    return head.toString();
  }

  @Test
  void refusesABodyTooLargeHoweverItComes() throws Exception {
    byte[] large = new byte[16 * 1024 + 1];
    String refused = ask("POST /add-checkpoint HTTP/1.1\r\n", large);
    assertTrue(refused.startsWith("HTTP/1.1 400"), refused);
    assertTrue(refused.endsWith("request is larger than 16384 bytes\n"), refused);
    try (Socket socket = connect()) {
      send(
          socket, "POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nTransfer-Encoding: chunked\r\n\r\n");
      send(socket, "4001\r\n" + "a".repeat(0x4001) + "\r\n");
      String head = head(socket);
      assertTrue(head.startsWith("HTTP/1.1 400"), head);
    }
    try (Socket socket = connect()) {
      send(socket, post(1 << 30));
      String head = head(socket);
      assertTrue(head.startsWith("HTTP/1.1 400"), head);
    }
  }

  /** Who is still sending when the connection ends would never see the answer. */
  @Test
  void listensToTheEndOfABodyThatItRefuses() throws Exception {
    byte[] large = new byte[200_000];
    for (int round = 0; round < 20; round++) {
      String refused = ask("POST /add-checkpoint HTTP/1.1\r\n", large);
      assertTrue(refused.startsWith("HTTP/1.1 400"), refused);
    }
  }

  @Test
  void refusesHeadersTooLarge() throws Exception {
    String refused = ask("GET / HTTP/1.1\r\nX: " + "a".repeat(9_000) + "\r\n", new byte[0]);
    assertTrue(refused.startsWith("HTTP/1.1 431"), refused);
    assertFalse(refused.contains("<"), refused);
  }

  @Test
  void answersOtherMethodsAndPaths() throws Exception {
    assertTrue(ask("GET /add-checkpoint").startsWith("HTTP/1.1 405"));
    assertTrue(ask("GET /sign-subtree").contains("\r\nAllow: POST\r\n"));
    assertTrue(ask("DELETE " + CHECKPOINT).contains("\r\nAllow: GET, HEAD\r\n"));
    for (String path :
        List.of(
            "/x",
            "/add-checkpoint/",
            "//",
            "/..",
            "/%2e%2e/",
            CHECKPOINT.toUpperCase(Locale.ROOT),
            CHECKPOINT + "/")) {
      String refused = ask("GET " + path);
      assertTrue(refused.matches("(?s)HTTP/1.1 40[04].*"), refused);
    }
    assertTrue(ask("GET " + CHECKPOINT).startsWith("HTTP/1.1 404"));
    assertTrue(ask("GET /healthz").endsWith("\r\n\r\nok\n"));
    String about = ask("GET /");
    assertTrue(about.contains("\nvkey " + TestWitness.key().verifierKey() + "\n"), about);
    assertTrue(about.contains("\nlogs 1\n"), about);
    assertTrue(about.contains("\r\nContent-Type: text/plain; charset=utf-8\r\n"), about);
  }

  @Test
  void headHasNoBody() throws Exception {
    String cosigned = ask("POST /add-checkpoint HTTP/1.1\r\n", LOG.request(0, 3).toBytes());
    assertTrue(cosigned.startsWith("HTTP/1.1 200"), cosigned);
    String get = ask("GET " + CHECKPOINT);
    assertTrue(get.contains("\r\nCache-Control: max-age=5\r\n"), get);
    String head = ask("HEAD " + CHECKPOINT);
    assertTrue(head.endsWith("\r\n\r\n"), head);
    assertEquals(length(get), length(head));
  }

  private static String length(String response) {
    return response.replaceFirst("(?s).*(Content-Length: [0-9]+).*", "$1");
  }

  @Test
  void waitsForRequestsUnderWayWhenClosed() throws Exception {
    byte[] body = LOG.request(0, 3).toBytes();
    try (Socket socket = connect()) {
      send(socket, post(body.length).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));
      assertTrue(interim(socket).startsWith("HTTP/1.1 100"));
      Thread closing = Thread.ofPlatform().start(http::close);
      while (closing.getState() == Thread.State.RUNNABLE
          || closing.getState() == Thread.State.NEW) {
        Thread.onSpinWait();
      }
      socket.getOutputStream().write(body);
      String answer = rest(socket);
      assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
      closing.join();
    }
    assertEquals(3, witness.known("example.com/log").size());
  }
}
