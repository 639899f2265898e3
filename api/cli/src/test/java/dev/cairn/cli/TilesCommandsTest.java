package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import dev.cairn.tree.note.KeyType;
import dev.cairn.tree.note.SigningKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands on a log of static files: in a folder, and behind a web server that knows none. */
final class TilesCommandsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path temp;
  private final SigningKey key = SigningKey.generate("example.com/tiled", KeyType.ED25519);
  private Path folder;
  private HttpServer web;

  @BeforeEach
  void start() throws IOException {
    folder = temp.toRealPath().resolve("log");
    TiledFolder.write(folder, key, "entry", 300);
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    web = SimpleFileServer.createFileServer(any, folder, OutputLevel.NONE);
    web.start();
  }

  @AfterEach
  void stop() {
    web.stop(0);
  }

  private String place(String kind) {
    return kind.equals("web")
        ? "http://127.0.0.1:" + web.getAddress().getPort() + "/"
        : folder.toString();
  }

  private Cli cairn(String place, String... arguments) {
    String[] more = {
      "--tiles", place, "--vkey", key.verifierKey().toString(), "--state", temp + "/state"
    };
    return Cli.run(Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new));
  }

  private static JsonNode json(Cli run) {
    assertEquals(0, run.exitCode(), run.err());
    return JSON.readTree(run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"folder", "web"})
  void readsAndProves(String kind) throws IOException {
    String place = place(kind);
    JsonNode got = json(cairn(place, "get", "299", "--json"));
    byte[] entry = Base64.getDecoder().decode(got.get("data").stringValue());
    assertArrayEquals("entry 299".getBytes(UTF_8), entry);
    Path file = Files.write(temp.resolve("entry"), entry);
    Path proof = temp.resolve("proof");
    for (String which : new String[] {"299", "--entry=" + file}) {
      JsonNode proved = json(cairn(place, "prove", which, "-o", proof.toString(), "--json"));
      assertEquals(299, proved.get("index").asLong());
      String vkey = key.verifierKey().toString();
      Cli verify = Cli.run("verify", proof.toString(), "--entry", file.toString(), "--vkey", vkey);
      assertEquals(0, verify.exitCode(), verify.err());
    }
    assertEquals(300, json(cairn(place, "checkpoint", "--json")).get("size").asLong());
    assertEquals(300, json(cairn(place, "status", "--json")).get("size").asLong());
    Cli tail = cairn(place, "tail", "--from", "250", "--count", "50", "--json");
    assertEquals(50, tail.out().lines().count(), tail.err());
    JsonNode audit = json(cairn(place, "audit", "--entries", "--json"));
    assertEquals(300, audit.get("entries").asLong());
    assertTrue(audit.get("consistent").booleanValue());
  }

  @Test
  void remembersWhatItSaw() throws IOException {
    assertEquals(300, json(cairn(place("web"), "audit", "--json")).get("size").asLong());
    TiledFolder.write(folder, key, "entry", 600);
    assertEquals(600, json(cairn(place("folder"), "audit", "--json")).get("size").asLong());
    TiledFolder.write(folder, key, "entry", 300);
    oneLine(1, cairn(place("web"), "get", "3")); // not proved under the head that was seen
    Cli rollback = cairn(place("web"), "audit");
    oneLine(1, rollback);
    assertTrue(rollback.err().contains("went back"), rollback.err());
    TiledFolder.write(folder, key, "other", 600);
    Cli fork = cairn(place("web"), "audit");
    oneLine(1, fork);
    assertTrue(fork.err().contains("fork"), fork.err());
    String evidence = fork.err().strip().replaceAll(".*evidence: ", "");
    assertEquals(0, Cli.run("verify-evidence", evidence).exitCode(), evidence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tile/0/000", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/44"})
  void namesTheFileThatIsWrong(String path) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(path));
    bytes[bytes.length / 3] ^= 1;
    Files.write(folder.resolve(path), bytes);
    for (String kind : new String[] {"folder", "web"}) {
      Cli audit = cairn(place(kind), "audit", "--entries");
      oneLine(1, audit);
      assertTrue(audit.err().contains(path), audit.err());
      Cli get = cairn(place(kind), "get", path.contains("001") ? "270" : "0");
      oneLine(1, get);
      assertTrue(get.err().contains(path), get.err());
    }
    Files.delete(folder.resolve(path));
    Cli missing = cairn(place("web"), "audit", "--entries");
    oneLine(1, missing);
    assertTrue(missing.err().contains(path + " is not there"), missing.err());
  }

  @Test
  @Timeout(60)
  void followsUntilTheLogForks() throws Exception {
    CompletableFuture<Cli> audit =
        CompletableFuture.supplyAsync(
            () -> cairn(place("web"), "audit", "--entries", "--follow", "--json"));
    Path hashed = temp.resolve("state/entries");
    while (!isFilled(hashed) && !audit.isDone()) {
      Thread.sleep(20);
    }
    TiledFolder.write(folder, key, "other", 301);
    Cli ended = audit.get(30, TimeUnit.SECONDS);
    assertEquals(1, ended.exitCode(), ended.err());
    assertTrue(ended.err().contains("are of one history"), ended.err());
  }

  private static boolean isFilled(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".frontier"));
    }
  }

  @Test
  void whatIsWrongIsSaidInOneLine() {
    String place = place("folder");
    String vkey = key.verifierKey().toString();
    oneLine(2, cairn(place, "append", "text"));
    oneLine(2, cairn(place, "get", "300"));
    oneLine(2, cairn(place, "checkpoint", "--size", "299"));
    oneLine(2, cairn(place, "get", "0", "--origin", "example.com/tiled"));
    oneLine(2, Cli.run("get", "0", "--tiles", place));
    oneLine(2, Cli.run("get", "0", "--tiles", place + "/nowhere", "--vkey", vkey));
    for (String bad :
        new String[] {"ftp://a/", "http://u@a/", "http://a/?b", "http://a/../b", ""}) {
      oneLine(2, Cli.run("get", "0", "--tiles", bad, "--vkey", vkey));
    }
    oneLine(3, Cli.run("get", "0", "--tiles", "http://127.0.0.1:1/", "--vkey", vkey));
    Cli both = cairn(place, "get", "0", "--log", "127.0.0.1:7070");
    assertEquals(2, both.exitCode());
    assertTrue(both.err().contains("mutually exclusive"), both.err());
  }

  private static void oneLine(int exitCode, Cli run) {
    assertEquals(exitCode, run.exitCode(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("cairn: "), run.err());
  }
}
