package dev.cairn.witness.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.http.admission.Admission;
import dev.cairn.http.serve.HttpEndpoint;
import dev.cairn.http.serve.HttpLimits;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.witness.OriginHash;
import dev.cairn.witness.TestLog;
import dev.cairn.witness.TestWitness;
import dev.cairn.witness.Witness;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpEndpointTest {
  private static final TestLog LOG = new TestLog("example.com/log", 10);

  @TempDir Path folder;
  private Witness witness;
  private HttpEndpoint http;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws Exception {
    witness = TestWitness.create(folder.resolve("store"), LOG.vkey());
    http =
        HttpEndpoint.start(
            "witness-http",
            new WitnessHandler(witness, new Admission(64, 1_024)),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            HttpLimits.DEFAULT);
  }

  @AfterEach
  void stop() {
    http.close();
    witness.close();
    client.close();
  }

  @Test
  void cosignsAndShows() throws Exception {
    HttpResponse<String> answer = post(LOG.request(0, 3).toBytes());
    assertEquals(200, answer.statusCode(), answer.body());
    String line = answer.body();
    assertTrue(line.endsWith("\n"));
    SignedNote note = LOG.checkpoint(3).note().with(List.of(NoteSignature.parse(line.strip())));
    assertEquals(TestWitness.SECONDS, TestWitness.cosignedAt(note, LOG.vkey()));
    HttpResponse<String> shown =
        get("/" + OriginHash.of("example.com/log").toHex() + "/checkpoint");
    assertEquals(200, shown.statusCode());
    assertEquals(note.toString(), shown.body());
  }

  @Test
  void saysTheKnownSize() throws Exception {
    assertEquals(200, post(LOG.request(0, 3).toBytes()).statusCode());
    HttpResponse<String> answer = post(LOG.request(0, 5).toBytes());
    assertEquals(409, answer.statusCode());
    assertEquals("3\n", answer.body());
    assertEquals("text/x.tlog.size", answer.headers().firstValue("content-type").orElseThrow());
    assertEquals(200, post(LOG.request(3, 5).toBytes()).statusCode());
  }

  private HttpResponse<String> post(byte[] body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri("/add-checkpoint"))
            .POST(BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + http.port() + path);
  }
}
