package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands against a real server in a process of its own. */
final class CommandsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir static Path temp;
  private static ServerProcess server;
  private static String vkey;

  @BeforeAll
  static void start() throws IOException {
    Path data = temp.resolve("log");
    Cli init = Cli.run("init", "--data", data.toString(), "--origin", "example.com/log", "--json");
    assertEquals(0, init.exitCode(), init.err());
    vkey = JSON.readTree(init.out()).get("vkey").stringValue();
    server = ServerProcess.start(data);
    Cli first = cairn("append", "first");
    assertEquals(0, first.exitCode(), first.err());
  }

  @AfterAll
  static void stop() throws InterruptedException {
    assertEquals(0, server.terminate(), "SIGTERM drains and exits 0");
  }

  private static Cli cairn(String... arguments) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 6);
    System.arraycopy(
        new String[] {
          "--log", server.address(), "--vkey", vkey, "--state", temp.resolve("state").toString()
        },
        0,
        all,
        arguments.length,
        6);
    return Cli.run(all);
  }

  private static JsonNode json(Cli run) {
    assertEquals(0, run.exitCode(), run.err());
    return JSON.readTree(run.out());
  }

  @Test
  void appendPrintsAnObjectForEachEntry() {
    JsonNode signed = json(cairn("append", "hello", "--json"));
    assertEquals("signed", signed.get("ack").stringValue());
    assertEquals(64, signed.get("leaf_hash").stringValue().length());
    assertFalse(signed.get("deduplicated").booleanValue());
    JsonNode durable = json(cairn("append", "hello", "--ack", "durable", "--json"));
    assertEquals("durable", durable.get("ack").stringValue());
    assertTrue(durable.get("index").longValue() > signed.get("index").longValue());
    assertEquals(signed.get("leaf_hash"), durable.get("leaf_hash"));
  }

  @Test
  void aKeyMakesRepeatingHarmless() {
    JsonNode first = json(cairn("append", "keyed", "--key", "k-1", "--json"));
    JsonNode again = json(cairn("append", "keyed", "--key", "k-1", "--json"));
    assertTrue(again.get("deduplicated").booleanValue());
    assertEquals(first.get("index"), again.get("index"));
    Cli other = cairn("append", "other bytes", "--key", "k-1");
    assertEquals(2, other.exitCode());
    assertTrue(other.err().contains("idempotency key"), other.err());
  }

  @Test
  void linesOfAFileAreEntriesInOrder() throws IOException {
    Path file = temp.resolve("lines");
    List<String> lines = IntStream.range(0, 2_500).mapToObj(i -> "line " + i).toList();
    Files.writeString(file, String.join("\n", lines) + "\n\n");
    Cli run = cairn("append", "--lines", file.toString(), "--json");
    assertEquals(0, run.exitCode(), run.err());
    List<String> objects = run.out().lines().toList();
    assertEquals(2_500, objects.size());
    long first = JSON.readTree(objects.getFirst()).get("index").longValue();
    assertEquals(first + 2_499, JSON.readTree(objects.getLast()).get("index").longValue());
    JsonNode got = json(cairn("get", "" + (first + 1_234), "--json"));
    assertArrayEquals(
        "line 1234".getBytes(StandardCharsets.UTF_8),
        Base64.getDecoder().decode(got.get("data").stringValue()));
    Cli tail = cairn("tail", "--from", "" + first, "--count", "3", "--json");
    assertEquals(3, tail.out().lines().count(), tail.err());
  }

  @Test
  void aProofVerifiesOfflineAndNoChangedByteDoes() throws IOException {
    Path entry = Files.writeString(temp.resolve("entry"), "to be proved");
    long index = json(cairn("append", "--file", entry.toString(), "--json")).get("index").asLong();
    Path proof = temp.resolve("entry.tlog-proof");
    json(cairn("prove", "" + index, "-o", proof.toString(), "--json"));
    assertEquals(0, verify(proof, entry));
    byte[] bytes = Files.readAllBytes(proof);
    Path changed = temp.resolve("changed");
    for (int i = 0; i < bytes.length; i++) {
      byte[] flipped = bytes.clone();
      flipped[i] ^= 1;
      Files.write(changed, flipped);
      assertEquals(1, verify(changed, entry), "byte " + i);
    }
    byte[] data = Files.readAllBytes(entry);
    for (int i = 0; i < data.length; i++) {
      byte[] flipped = data.clone();
      flipped[i] ^= 1;
      Files.write(changed, flipped);
      assertEquals(1, verify(proof, changed), "byte " + i);
    }
    Files.write(changed, new byte[0]);
    assertEquals(1, verify(proof, changed), "an empty entry is another entry");
  }

  @Test
  void severalProofsAreWrittenUnderOneCheckpoint() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("proofs"));
    List<Long> indexes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Path entry = Files.writeString(temp.resolve("several" + i), "one of several " + i);
      indexes.add(
          0, json(cairn("append", "--file", entry.toString(), "--json")).get("index").asLong());
    }
    Cli run =
        cairn(
            "prove",
            "" + indexes.get(0),
            "" + indexes.get(1),
            "" + indexes.get(2),
            "-o",
            folder.toString(),
            "--json");
    assertEquals(0, run.exitCode(), run.err());
    List<JsonNode> proved = run.out().lines().map(JSON::readTree).toList();
    assertEquals(indexes, proved.stream().map(object -> object.get("index").asLong()).toList());
    assertEquals(
        1, proved.stream().map(object -> object.get("tree_size").asLong()).distinct().count());
    for (int i = 0; i < 3; i++) {
      Path proof = folder.resolve(indexes.get(2 - i) + ".tlog-proof");
      assertEquals(0, verify(proof, temp.resolve("several" + i)));
      assertEquals(1, verify(proof, temp.resolve("several" + (i + 1) % 3)));
    }
    assertEquals(2, cairn("prove", "0", "1", "-o", temp.resolve("none").toString()).exitCode());
    assertEquals(2, cairn("prove", "0", "-1").exitCode());
    assertEquals(2, cairn("prove", "0", "--entry", "several0").exitCode());
  }

  private static int verify(Path proof, Path entry) {
    return Cli.run("verify", proof.toString(), "--entry", entry.toString(), "--vkey", vkey)
        .exitCode();
  }

  @Test
  void auditHashesEveryEntry() {
    JsonNode audit = json(cairn("audit", "--once", "--entries", "--json"));
    assertTrue(audit.get("consistent").booleanValue());
    assertEquals(audit.get("size").asLong(), audit.get("entries").asLong());
  }

  @Test
  void checkpointIsASignedNote() {
    JsonNode checkpoint = json(cairn("checkpoint", "--json"));
    assertEquals("example.com/log", checkpoint.get("origin").stringValue());
    assertTrue(checkpoint.get("note").stringValue().startsWith("example.com/log\n"));
    assertTrue(cairn("checkpoint").out().contains("— example.com/log "));
  }

  @Test
  void withoutAKeyTheLogIsTrustedOnFirstUseAndSaysSo() {
    String state = temp.resolve("first-use").toString();
    Cli first = Cli.run("checkpoint", "--log", server.address(), "--state", state);
    assertEquals(0, first.exitCode(), first.err());
    assertTrue(first.err().contains(vkey), first.err());
    Cli second = Cli.run("checkpoint", "--log", server.address(), "--state", state);
    assertEquals("", second.err());
  }

  @Test
  void whatIsWrongIsSaidInOneLine() {
    oneLine(2, cairn("get", "999999"));
    oneLine(2, cairn("checkpoint", "--size", "999999"));
    oneLine(2, cairn("append", ""));
    oneLine(2, cairn("append", "--file", temp.resolve("missing").toString()));
    oneLine(2, Cli.run("serve", "--data", temp.resolve("missing").toString()));
    oneLine(2, Cli.run("init", "--data", temp.toString(), "--origin", "example.com/x"));
    oneLine(2, Cli.run("init", "--data", temp.resolve("new").toString(), "--origin", "a b"));
    oneLine(2, Cli.run("fsck", "--data", temp.resolve("log").toString()));
    oneLine(2, Cli.run("checkpoint", "--log", "nonsense"));
    oneLine(3, Cli.run("checkpoint", "--log", "127.0.0.1:1", "--timeout", "2", "--vkey", vkey));
    oneLine(2, Cli.run("checkpoint", "--log", server.address(), "--vkey", "nonsense"));
    Cli cosigner =
        Cli.run("keygen", "--cosigner", "--name", "example.com/w", "-o", temp + "/cosigner");
    oneLine(2, Cli.run("checkpoint", "--log", server.address(), "--vkey", cosigner.out().strip()));
    String other = vkey.replace("example.com/log", "example.com/other");
    oneLine(2, Cli.run("checkpoint", "--log", server.address(), "--vkey", other));
  }

  private static void oneLine(int exitCode, Cli run) {
    assertEquals(exitCode, run.exitCode(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().startsWith("cairn: "), run.err());
  }
}
