package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.client.AppendOptions;
import dev.cairn.client.ClientConfig;
import dev.cairn.client.LogAddress;
import dev.cairn.client.LogClient;
import dev.cairn.client.Trust;
import dev.cairn.tree.note.VerifierKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code cairn backup}, {@code restore}, {@code catch-up} and {@code fsck --repair}. */
@Timeout(600)
final class BackupCommandsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ORIGIN = "example.com/log";

  @TempDir Path temp;

  private static JsonNode done(Cli run) {
    assertEquals(0, run.exitCode(), run.err() + run.out());
    return JSON.readTree(run.out().lines().findFirst().orElseThrow());
  }

  private Cli backUp(Path data, String to) {
    return Cli.run(
        "backup", "--data", data.toString(), "--to", temp.resolve(to).toString(), "--json");
  }

  private Cli verify(String backup) {
    return Cli.run("backup", "verify", "--from", temp.resolve(backup).toString(), "--json");
  }

  private Cli restore(String from, String to, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("restore", "--from", temp.resolve(from).toString()));
    arguments.addAll(List.of("--data", temp.resolve(to).toString(), "--json"));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray(String[]::new));
  }

  private static Cli fsck(Path data, String... more) {
    List<String> arguments = new ArrayList<>(List.of("fsck", "--data", data.toString()));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray(String[]::new));
  }

  private static void append(ServerProcess server, VerifierKey key, int from, int to)
      throws Exception {
    ClientConfig config =
        ClientConfig.of(new LogAddress(server.address(), ""), new Trust.Pinned(key));
    try (LogClient client = LogClient.open(config)) {
      for (int i = from; i < to; i++) {
        var _ =
            client.append(
                ("entry " + i).getBytes(UTF_8),
                new AppendOptions(dev.cairn.client.Ack.SIGNED, "key " + i));
      }
    }
  }

  @Test
  void aLogThatIsServedIsBackedUpAndRestored() throws Exception {
    Path data = temp.resolve("log");
    Cli init = Cli.run("init", "--data", data.toString(), "--origin", ORIGIN);
    VerifierKey key = VerifierKey.parse(init.out().strip());
    String keyFile = data.resolve("key").toString();
    try (ServerProcess server = ServerProcess.start(data)) {
      append(server, key, 0, 300);
      JsonNode first = done(backUp(data, "backup"));
      assertTrue(first.get("size").longValue() >= 300, first::toString);
      append(server, key, 300, 400);
      JsonNode second = done(backUp(data, "backup"));
      assertEquals(400, second.get("size").longValue());
      assertEquals(400, second.get("keys").longValue());
      assertEquals(2, second.get("increments").intValue());
      assertEquals(400, done(backUp(data, "backup.tar")).get("size").longValue());
      assertEquals(0, server.terminate(), "a reader beside it does not harm it");
    }
    assertTrue(done(verify("backup")).get("clean").booleanValue());
    assertTrue(done(verify("backup.tar")).get("clean").booleanValue());
    for (String from : List.of("backup", "backup.tar")) {
      Path restored = temp.resolve("of-" + from);
      JsonNode result = done(restore(from, "of-" + from, "--key", keyFile));
      assertEquals(400, result.get("keys").longValue());
      assertTrue(result.get("has_all_keys").booleanValue());
      Cli check = fsck(restored);
      assertEquals(0, check.exitCode(), check.out());
      assertTrue(check.out().contains("400 entries"), check.out());
      assertTrue(check.out().contains("400 keys"), check.out());
      assertTrue(Files.exists(restored.resolve("restored")), "the mark");
    }
  }

  @Test
  void saysWhatIsWrongByExitCodeAndInOneLine() throws Exception {
    StoppedLog log = new StoppedLog(temp.resolve("log"));
    log.grow(600);
    assertEquals(2, Cli.run("backup").exitCode());
    assertEquals(2, Cli.run("backup", "--data", log.data().toString()).exitCode());
    assertEquals(2, backUp(temp.resolve("none"), "backup").exitCode());
    assertEquals(2, verify("none").exitCode());
    var _ = done(backUp(log.data(), "backup"));
    assertEquals(2, restore("backup", "log", "--key", "x").exitCode());
    Cli noKey = restore("backup", "restored");
    assertEquals(2, noKey.exitCode());
    assertTrue(noKey.err().contains("--key"), noKey.err());
    String keyFile = log.data().resolve("key").toString();
    Cli taken = restore("backup", "log", "--key", keyFile);
    assertEquals(2, taken.exitCode());
    assertTrue(taken.err().contains("not empty"), taken.err());
    Path bundle = temp.resolve("backup/tiles/tile/entries/001");
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[100] ^= 1;
    Files.write(bundle, bytes);
    Cli damaged = verify("backup");
    assertEquals(1, damaged.exitCode());
    assertTrue(damaged.out().contains("tiles/tile/entries/001"), damaged.out());
    Cli refused = restore("backup", "restored", "--key", keyFile);
    assertEquals(1, refused.exitCode());
    assertTrue(refused.err().contains("tiles/tile/entries/001"), refused.err());
    assertFalse(Files.exists(temp.resolve("restored/log.json")));
  }

  @Test
  void aRestoredLogCatchesUpWithAMirror() throws Exception {
    StoppedLog log = new StoppedLog(temp.resolve("log"));
    log.grow(600);
    var _ = done(backUp(log.data(), "backup"));
    log.grow(1_000);
    Path mirror = temp.resolve("mirror");
    assertEquals(
        0,
        Cli.run("export", "--data", log.data().toString(), "--tiles", mirror.toString())
            .exitCode());
    String keyFile = log.data().resolve("key").toString();
    var _ = done(restore("backup", "restored", "--key", keyFile));
    Path restored = temp.resolve("restored");
    try (StaticServer server = new StaticServer(mirror)) {
      Cli caughtUp = Cli.run("catch-up", "--data", restored.toString(), "--from", server.url());
      assertEquals(0, caughtUp.exitCode(), caughtUp.err());
      assertTrue(caughtUp.out().contains("400 entries added"), caughtUp.out());
      JsonNode again =
          done(
              Cli.run("catch-up", "--data", restored.toString(), "--from", server.url(), "--json"));
      assertEquals(1_000, again.get("from").longValue());
      Cli whole =
          Cli.run(
              "restore",
              "--from",
              server.url(),
              "--vkey",
              log.key().toString(),
              "--data",
              temp.resolve("of-mirror").toString(),
              "--key",
              keyFile);
      assertEquals(0, whole.exitCode(), whole.err());
      assertTrue(whole.out().contains("keys other than those of events are lost"), whole.out());
    }
    assertEquals(0, fsck(restored).exitCode());
    assertEquals(0, fsck(temp.resolve("of-mirror")).exitCode());
    StoppedLog other = new StoppedLog(temp.resolve("other"));
    other.grow(10);
    Cli wrong = Cli.run("catch-up", "--data", other.data().toString(), "--from", mirror.toString());
    assertEquals(1, wrong.exitCode(), wrong.err());
  }

  @Test
  void eventsHaveTheirKeysAgainAndARestoredLogIsServed() throws Exception {
    Path data = temp.resolve("log");
    Cli init = Cli.run("init", "--data", data.toString(), "--origin", ORIGIN);
    String vkey = init.out().strip();
    try (ServerProcess server = ServerProcess.start(data)) {
      var _ = done(record(server, vkey));
      assertEquals(0, server.terminate());
    }
    Path tiles = temp.resolve("tiles");
    Cli export = Cli.run("export", "--data", data.toString(), "--tiles", tiles.toString());
    assertEquals(0, export.exitCode(), export.err());
    String keyFile = data.resolve("key").toString();
    JsonNode restored = done(restore("tiles", "restored", "--vkey", vkey, "--key", keyFile));
    assertEquals(1, restored.get("keys").longValue(), restored::toString);
    assertFalse(restored.get("has_all_keys").booleanValue());
    Cli same = fsck(temp.resolve("restored"));
    assertEquals(0, same.exitCode(), same.out());
    assertTrue(same.out().contains("1 keys"), same.out());
    try (ServerProcess server = ServerProcess.start(temp.resolve("restored"))) {
      Cli read =
          Cli.run(
              "get",
              "0",
              "--json",
              "--log",
              server.address(),
              "--vkey",
              vkey,
              "--state",
              temp.resolve("state").toString());
      assertEquals(0, read.exitCode(), read.err());
      assertTrue(Files.exists(temp.resolve("restored/restored")), "it signs nothing yet");
      assertEquals(0, server.terminate());
    }
  }

  private Cli record(ServerProcess server, String vkey) {
    return Cli.run(
        "events",
        "record",
        "--source",
        "/orders",
        "--type",
        "com.example.order.deleted",
        "--actor",
        "user:alice",
        "--action",
        "delete",
        "--target",
        "order:12",
        "--json",
        "--log",
        server.address(),
        "--vkey",
        vkey,
        "--state",
        temp.resolve("state").toString());
  }

  @Test
  void aDamagedStoreIsRepaired() throws Exception {
    StoppedLog log = new StoppedLog(temp.resolve("log"));
    log.grow(3_000);
    var _ = done(backUp(log.data(), "backup"));
    Path file = log.data().resolve("store/data.mdb");
    flipAll(file, "entry 1234".getBytes(UTF_8));
    byte[] damaged = Files.readAllBytes(file);
    Cli check = fsck(log.data());
    assertEquals(1, check.exitCode());
    assertTrue(check.out().contains("entry 1234"), check.out());
    Cli alone = fsck(log.data(), "--repair");
    assertEquals(1, alone.exitCode(), alone.out());
    assertTrue(alone.err().contains("entry 1234"), alone.err());
    assertTrue(alone.err().contains("nothing was changed"), alone.err());
    assertTrue(java.util.Arrays.equals(damaged, Files.readAllBytes(file)));
    Cli repaired = fsck(log.data(), "--repair", "--from", temp.resolve("backup").toString());
    assertEquals(0, repaired.exitCode(), repaired.err());
    assertTrue(repaired.out().contains("store.damaged-1"), repaired.out());
    assertEquals(0, fsck(log.data()).exitCode());
    Files.createDirectories(log.data().resolve("index"));
    Cli again = fsck(log.data(), "--repair");
    assertEquals(0, again.exitCode(), again.err());
    assertTrue(again.out().contains("nothing to repair"), again.out());
    assertFalse(Files.exists(log.data().resolve("index")));
    assertEquals(2, fsck(log.data(), "--from", temp.resolve("backup").toString()).exitCode());
  }

  private static void flipAll(Path file, byte[] wanted) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    int found = 0;
    for (int at = 0; at + wanted.length <= bytes.length; at++) {
      if (java.util.Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        bytes[at + wanted.length - 1] ^= 1;
        found++;
      }
    }
    assertTrue(found > 0);
    Files.write(file, bytes);
  }
}
