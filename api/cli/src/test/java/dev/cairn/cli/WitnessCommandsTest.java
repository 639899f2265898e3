package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.cairn.client.Evidence;
import dev.cairn.client.EvidenceFile;
import dev.cairn.client.Sighting;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.Cosignature;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.checkpoint.TlogProof;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SigningKey;
import dev.cairn.tree.note.VerifierKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands about policies, witnesses and evidence, with a real log. */
@Timeout(120)
final class WitnessCommandsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<SigningKey> WITNESSES = new ArrayList<>();

  @TempDir static Path temp;
  private static ServerProcess server;
  private static HttpServer witness;
  private static volatile byte[] shown = new byte[0];
  private static VerifierKey log;
  private static Path policy;
  private static Path entry;
  private static Path proof;

  @BeforeAll
  static void start() throws Exception {
    Path data = temp.resolve("log");
    Cli init = Cli.run("init", "--data", data.toString(), "--origin", "example.com/log", "--json");
    log = VerifierKey.parse(JSON.readTree(init.out()).get("vkey").stringValue());
    server = ServerProcess.start(data);
    witness = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    witness.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, shown.length);
          exchange.getResponseBody().write(shown);
          exchange.close();
        });
    witness.start();
    StringBuilder text = new StringBuilder("log " + log + "\n");
    for (int i = 0; i < 3; i++) {
      WITNESSES.add(SigningKey.generate("example.com/w" + i, KeyType.ED25519_COSIGNATURE));
      text.append("witness w" + i + " " + WITNESSES.get(i).verifierKey());
      text.append(i == 0 ? " " + url() : "").append('\n');
    }
    text.append("group two 2 w0 w1 w2\nquorum two\n");
    policy = Files.writeString(temp.resolve("policy"), text);
    entry = Files.writeString(temp.resolve("entry"), "witnessed");
    proof = temp.resolve("entry.tlog-proof");
    Cli append = cairn("append", "--file", entry.toString(), "-o", proof.toString());
    assertEquals(0, append.exitCode(), append.err());
    shown = cosigned(TlogProof.parse(Files.readAllBytes(proof)), now(), 0).note().toBytes();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    witness.stop(0);
    assertEquals(0, server.terminate());
  }

  private static String url() {
    return "http://127.0.0.1:" + witness.getAddress().getPort() + "/w0";
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }

  private static Cli cairn(String... arguments) {
    return Cli.run(withLog(List.of("--vkey", log.toString()), arguments));
  }

  private static Cli witnessed(String... arguments) {
    return Cli.run(withLog(List.of("--policy", policy.toString()), arguments));
  }

  private static String[] withLog(List<String> trust, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(trust);
    all.addAll(List.of("--log", server.address(), "--state", temp.resolve("state").toString()));
    return all.toArray(String[]::new);
  }

  private static TlogProof cosigned(TlogProof proof, long time, int... witnesses) throws Exception {
    SignedCheckpoint checkpoint = SignedCheckpoint.open(proof.note().toBytes(), log);
    List<NoteSignature> lines = new ArrayList<>();
    for (int one : witnesses) {
      lines.add(Cosignature.sign(checkpoint, WITNESSES.get(one), time));
    }
    return new TlogProof(proof.index(), proof.hashes(), checkpoint.with(lines));
  }

  private static Cli verify(TlogProof bundle, String... more) throws IOException {
    Path file = Files.write(temp.resolve("bundle"), bundle.toBytes());
    List<String> all = new ArrayList<>();
    all.addAll(List.of("verify", file.toString(), "--entry", entry.toString()));
    all.addAll(List.of("--policy", policy.toString()));
    all.addAll(List.of(more));
    return Cli.run(all.toArray(String[]::new));
  }

  private static void oneLine(int exitCode, String why, Cli run) {
    assertEquals(exitCode, run.exitCode(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("cairn: ") && run.err().contains(why), run.err());
  }

  @Test
  void verifyHoldsAProofToThePolicy() throws Exception {
    TlogProof signed = TlogProof.parse(Files.readAllBytes(proof));
    Cli good = verify(cosigned(signed, now(), 0, 2), "--json");
    assertEquals(0, good.exitCode(), good.err());
    assertEquals(2, JSON.readTree(good.out()).get("cosigned").size());
    oneLine(1, "missing", verify(signed));
    oneLine(1, "missing", verify(cosigned(signed, now(), 1)));
    TlogProof old = cosigned(signed, now() - 7_200, 0, 1, 2);
    assertEquals(0, verify(old).exitCode());
    assertEquals(0, verify(old, "--max-age", "3h").exitCode());
    oneLine(1, "is stale", verify(old, "--max-age", "1h"));
    oneLine(1, "future", verify(cosigned(signed, now() + 600, 0, 1, 2)));
    assertEquals(2, verify(old, "--vkey", log.toString()).exitCode());
    assertEquals(2, verify(old, "--max-age", "1 hour").exitCode());
  }

  @Test
  void policyCheckSaysWhatItMeans() throws IOException {
    Cli text = Cli.run("policy", "check", policy.toString());
    assertEquals(0, text.exitCode(), text.err());
    assertTrue(text.out().contains("2 of (w0, w1, w2)"), text.out());
    assertTrue(text.out().contains("any 1 witness may fail"), text.out());
    assertTrue(text.out().contains("witness w1 has no URL"), text.out());
    assertFalse(text.out().contains("plain http"), text.out());
    JsonNode json = JSON.readTree(Cli.run("policy", "check", policy.toString(), "--json").out());
    assertEquals(1, json.get("tolerated_failures").intValue());
    assertEquals(Files.readString(policy), json.get("policy").stringValue());
    assertEquals(2, json.get("warnings").size());

    Path far = temp.resolve("far");
    Files.writeString(far, Files.readString(policy).replace("127.0.0.1", "w0.example.com"));
    assertTrue(Cli.run("policy", "check", far.toString()).out().contains("plain http"));
    Path none = Files.writeString(temp.resolve("none"), "log " + log + "\nquorum none\n");
    assertTrue(Cli.run("policy", "check", none.toString()).out().contains("the log alone"));

    Path bad = Files.writeString(temp.resolve("bad"), "log " + log + "\nwitless\nquorum none\n");
    oneLine(2, bad + ": line 2: ", Cli.run("policy", "check", bad.toString()));
    oneLine(2, "cannot read", Cli.run("policy", "check", temp.resolve("no").toString()));
    oneLine(2, bad + ": line 2: ", verifyWith(bad));
    assertTrue(Cli.run("policy", "check", "--help").out().contains("Example"));
  }

  private static Cli verifyWith(Path other) {
    return Cli.run(
        "verify", proof.toString(), "--entry", entry.toString(), "--policy", other.toString());
  }

  @Test
  void whatNeedsAPolicyAsksForOne() {
    oneLine(2, "needs --policy", cairn("append", "x", "--ack", "witnessed"));
    oneLine(2, "one of them", witnessed("checkpoint", "--vkey", log.toString()));
    oneLine(2, "for --policy", cairn("checkpoint", "--max-age", "1h"));
    oneLine(2, "for one entry", cairn("append", "x", "y", "-o", "z"));
    oneLine(2, "a level that has a proof", cairn("append", "x", "--ack", "durable", "-o", "z"));
    oneLine(2, "only witnesses say", cairn("audit", "--max-age", "1h"));
    oneLine(2, "for --follow", cairn("audit", "--metrics", "127.0.0.1:0"));
    oneLine(2, "--witness", cairn("audit", "--witness", "nonsense"));
  }

  @Test
  void auditAsksTheWitnessesOfThePolicy() {
    Cli audit = witnessed("audit", "--json", "--entries");
    assertEquals(0, audit.exitCode(), audit.err());
    JsonNode witness = JSON.readTree(audit.out()).get("witnesses").get(0);
    assertEquals("w0", witness.get("name").stringValue());
    assertTrue(witness.get("size").longValue() > 0);
    Cli other = cairn("audit", "--witness", WITNESSES.get(1).verifierKey() + "," + url());
    oneLine(3, "without its cosignature", other);
    oneLine(1, "enough witnesses", witnessed("audit", "--max-age", "1h"));
    oneLine(3, "cannot be asked", cairn("audit", "--witness", "http://127.0.0.1:1/"));
  }

  @Test
  void followingServesMetrics() throws Exception {
    StringWriter out = new StringWriter();
    CommandLine cairn = Main.commandLine();
    cairn.setOut(new PrintWriter(out, true));
    String[] arguments =
        withLog(
            List.of("--policy", policy.toString()),
            "audit",
            "--follow",
            "--entries",
            "--metrics",
            "127.0.0.1:0");
    Thread audit = Thread.ofVirtual().start(() -> cairn.execute(arguments));
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (!out.toString().contains("shown by w0") || !out.toString().contains("by log")) {
        Thread.onSpinWait();
      }
      String port = out.toString().lines().findFirst().orElseThrow().replaceAll("\\D+", "");
      URI page = URI.create("http://127.0.0.1:" + port + "/metrics");
      String numbers =
          http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body();
      assertTrue(numbers.contains("cairn_audit_heads_total{source=\"w0\"} 1.0"), numbers);
      assertTrue(numbers.contains("cairn_audit_contradictions_total 0.0"), numbers);
      assertTrue(numbers.contains("cairn_audit_seconds_since_good_head{source=\"log\"}"), numbers);
      assertFalse(numbers.contains("cairn_audit_entries_hashed 0.0"), numbers);
      URI elsewhere = page.resolve("/other");
      assertEquals(
          404,
          http.send(HttpRequest.newBuilder(elsewhere).build(), BodyHandlers.discarding())
              .statusCode());
    } finally {
      audit.interrupt();
      audit.join();
    }
  }

  @Test
  void evidenceIsConfirmedOffline() throws Exception {
    SigningKey key = SigningKey.generate("example.com/liar", KeyType.ED25519);
    String vkey = key.verifierKey().toString();
    Path fork = evidence(Evidence.Kind.FORK, key, 3, 3);
    Cli confirmed = Cli.run("verify-evidence", fork.toString(), "--vkey", vkey);
    assertEquals(0, confirmed.exitCode(), confirmed.err());
    assertTrue(confirmed.out().contains("confirmed: example.com/liar has forked"));
    JsonNode json = JSON.readTree(Cli.run("verify-evidence", fork.toString(), "--json").out());
    assertTrue(json.get("confirmed").booleanValue());
    assertFalse(json.get("key_is_trusted").booleanValue());

    Path rollback = evidence(Evidence.Kind.ROLLBACK, key, 5, 3);
    Cli signed = Cli.run("verify-evidence", rollback.toString(), "--vkey", vkey);
    oneLine(1, "the signatures hold, and prove nothing until the log has been asked", signed);
    assertTrue(signed.out().startsWith("not confirmed: "), signed.out());
    assertTrue(signed.out().contains("not proved yet: ask the log"), signed.out());
    Cli signedJson = Cli.run("verify-evidence", rollback.toString(), "--json");
    assertEquals(1, signedJson.exitCode());
    assertFalse(JSON.readTree(signedJson.out()).get("confirmed").booleanValue());

    oneLine(1, "against", Cli.run("verify-evidence", fork.toString(), "--vkey", "" + log));
    Path changed = temp.resolve("changed.json");
    Files.writeString(changed, Files.readString(fork).replace("\\n3\\n", "\\n4\\n"));
    oneLine(1, "not confirmed", Cli.run("verify-evidence", changed.toString()));
    Files.writeString(changed, "{}");
    oneLine(1, "not confirmed", Cli.run("verify-evidence", changed.toString()));
    oneLine(2, "cannot read", Cli.run("verify-evidence", temp.resolve("none.json").toString()));
  }

  private static Path evidence(Evidence.Kind kind, SigningKey key, long first, long second)
      throws IOException {
    Evidence evidence =
        new Evidence(
            kind,
            key.verifierKey(),
            "as found",
            List.of(head(key, first, "one"), head(key, second, "other")),
            List.of(),
            List.of());
    return Files.write(temp.resolve(kind + ".json"), EvidenceFile.format(evidence));
  }

  private static Sighting head(SigningKey key, long size, String root) {
    TreeHead head =
        new TreeHead(size, new TreeHasher().leaf(root.getBytes(StandardCharsets.UTF_8)));
    Checkpoint checkpoint = new Checkpoint(key.verifierKey().name(), head);
    return new Sighting(SignedCheckpoint.sign(checkpoint, key), root);
  }
}
