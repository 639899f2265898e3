package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.cairn.audit.v1.Attribute;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.event.sample.SampleEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands about events against a real server in a process of its own. */
final class EventsTest {
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
  }

  @AfterAll
  static void stop() throws InterruptedException {
    assertEquals(0, server.terminate(), "SIGTERM drains and exits 0");
  }

  private static Cli cairn(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of("--log", server.address(), "--vkey", vkey, "--state", temp.resolve("state") + ""));
    return Cli.run(all.toArray(String[]::new));
  }

  private static JsonNode json(Cli run) {
    assertEquals(0, run.exitCode(), run.err());
    return JSON.readTree(run.out());
  }

  private static List<JsonNode> rows(Cli run) {
    assertEquals(0, run.exitCode(), run.err());
    return run.out().lines().map(JSON::readTree).toList();
  }

  /** Records one event of a source of its own. */
  private static JsonNode record(String source, String... more) {
    String[] one = {
      "events",
      "record",
      "--source",
      source,
      "--type",
      "com.example.order.deleted",
      "--actor",
      "user:alice",
      "--action",
      "delete",
      "--target",
      "order:12",
      "--json"
    };
    String[] all = Arrays.copyOf(one, one.length + more.length);
    System.arraycopy(more, 0, all, one.length, more.length);
    return json(cairn(all));
  }

  /** The rows of a search that waits for what was recorded, without its end. */
  private static List<JsonNode> search(JsonNode recorded, String filter, String... more) {
    List<String> all = new ArrayList<>(List.of("events", "search", filter, "--json"));
    all.addAll(List.of("--min-size", "" + (recorded.get("last_index").asLong() + 1)));
    all.addAll(List.of(more));
    List<JsonNode> rows = rows(cairn(all.toArray(String[]::new)));
    assertTrue(rows.getLast().get("searched_size").asLong() > recorded.get("last_index").asLong());
    assertEquals(rows.size() - 1, rows.getLast().get("events").asInt());
    return rows.subList(0, rows.size() - 1);
  }

  /** A file of sample events whose source is one of its own. */
  private static Path samples(String source, int count) throws IOException {
    SampleEvents samples = new SampleEvents(1, Instant.ofEpochSecond(1_700_000_000), 5);
    JsonFormat.Printer printer = JsonFormat.printer().omittingInsignificantWhitespace();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(line(printer, samples.next().toBuilder().setSource(source).build()));
    }
    return Files.write(temp.resolve(source.substring(1) + ".jsonl"), lines);
  }

  private static String line(JsonFormat.Printer printer, AuditEvent event) {
    try {
      return printer.print(event);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void oneEventIsRecordedGotAndFound() {
    JsonNode recorded = record("/one", "--id", "e-1", "--attribute", "reason=twice");
    assertEquals(1, recorded.get("recorded").asInt());
    assertEquals(0, recorded.get("repeated").asInt());
    JsonNode got = json(cairn("events", "get", "--source", "/one", "--id", "e-1", "--json"));
    assertEquals(recorded.get("first_index"), got.get("index"));
    assertEquals("alice", got.get("event").get("actor").get("id").stringValue());
    Cli page = cairn("events", "get", "" + recorded.get("first_index").asLong());
    assertTrue(page.out().contains("user:alice"), page.out());
    assertTrue(page.out().contains("twice"), page.out());
    assertEquals(1, search(recorded, "source = /one AND target.id = \"12\"").size());
    assertEquals(0, search(recorded, "source = /one AND target.id = \"13\"").size());
    assertEquals(2, cairn("events", "get", "--source", "/one", "--id", "e-2").exitCode());
  }

  @Test
  void theSameEventAgainIsARepeatAndAnotherIsRefused() {
    String time = "2026-01-31T12:00:00Z";
    JsonNode first = record("/again", "--id", "a-1", "--time", time);
    JsonNode again = record("/again", "--id", "a-1", "--time", time);
    assertEquals(0, again.get("recorded").asInt());
    assertEquals(1, again.get("repeated").asInt());
    Cli other =
        cairn(
            "events",
            "record",
            "--source",
            "/again",
            "--id",
            "a-1",
            "--type",
            "t",
            "--actor",
            "user:bob",
            "--action",
            "delete");
    assertEquals(2, other.exitCode());
    assertTrue(other.out().startsWith("0 events recorded, 0 repeated, 1 refused"), other.out());
    assertEquals(1, search(first, "source = /again").size());
  }

  @Test
  void aFileIsRecordedAndItsBadLinesAreNamed() throws IOException {
    Path file = samples("/file", 600);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.add(3, "{\"id\": 7");
    lines.add(5, "");
    lines.add(6, "{\"id\": \"x\", \"source\": \"/file\"}");
    Files.write(file, lines);
    Cli run = cairn("events", "record", file.toString(), "--json");
    assertEquals(2, run.exitCode());
    JsonNode summary = JSON.readTree(run.out());
    assertEquals(600, summary.get("recorded").asInt());
    assertEquals(2, summary.get("refused").asInt());
    assertTrue(run.err().contains("cairn: line 4: "), run.err());
    assertTrue(run.err().contains("cairn: line 7: type: "), run.err());
    assertTrue(run.err().contains("actor"), run.err());
    assertEquals(
        600,
        JSON.readTree(cairn("events", "record", file + "", "--json").out())
            .get("repeated")
            .asInt());
    List<JsonNode> oldest = search(summary, "source = /file", "--oldest", "--limit", "1000");
    assertEquals(600, oldest.size());
    List<JsonNode> newest = search(summary, "source = /file", "--limit", "600");
    assertEquals(oldest, newest.reversed());
  }

  @Test
  void aSearchSaysWhenThereIsMore() throws IOException {
    JsonNode summary = json(cairn("events", "record", samples("/more", 12) + "", "--json"));
    List<JsonNode> rows =
        rows(
            cairn(
                "events",
                "search",
                "source = /more",
                "--limit",
                "5",
                "--json",
                "--min-size",
                "" + (summary.get("last_index").asLong() + 1)));
    assertEquals(6, rows.size());
    assertTrue(rows.getLast().get("has_more").booleanValue());
    Cli text = cairn("events", "search", "source = /more", "--limit", "5");
    assertEquals(7, text.out().lines().count(), text.out());
    assertTrue(text.out().contains("5 events, and there are more"), text.out());
  }

  @Test
  void largeEventsAreFoundOnePageAfterTheOther() throws IOException {
    SampleEvents samples = new SampleEvents(1, Instant.ofEpochSecond(1_700_000_000), 5);
    JsonFormat.Printer printer = JsonFormat.printer().omittingInsignificantWhitespace();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      AuditEvent.Builder event = samples.next().toBuilder().setSource("/large").clearAttributes();
      for (int j = 0; j < 7; j++) {
        event.addAttributes(Attribute.newBuilder().setName("a" + j).setText("x".repeat(8_000)));
      }
      lines.add(line(printer, event.build()));
    }
    Path file = Files.write(temp.resolve("large.jsonl"), lines);
    JsonNode summary = json(cairn("events", "record", file + "", "--json"));
    assertEquals(100, summary.get("recorded").asInt());
    assertEquals(100, search(summary, "source = /large").size());
  }

  @Test
  void timesBoundASearch() {
    record("/times", "--time", "2025-01-01T10:00:00Z");
    JsonNode last = record("/times", "--time", "2025-01-02T10:00:00Z");
    assertEquals(1, search(last, "source = /times", "--from", "2025-01-02").size());
    assertEquals(1, search(last, "source = /times", "--until", "2025-01-02").size());
    assertEquals(2, cairn("events", "search", "--from", "yesterday").exitCode());
  }

  @Test
  void aFilterErrorPointsAtTheCharacter() {
    Cli run = cairn("events", "search", "actor.id = alice AND nobody = 1");
    assertEquals(2, run.exitCode());
    List<String> lines = run.err().lines().toList();
    assertEquals(3, lines.size(), run.err());
    assertTrue(lines.get(0).startsWith("cairn: the filter cannot be read: "), run.err());
    assertEquals("  actor.id = alice AND nobody = 1", lines.get(1));
    assertEquals(lines.get(1).indexOf("nobody"), lines.get(2).indexOf('^'));
    String deep = "id = a ".repeat(40);
    Cli cut = cairn("events", "tail", "--filter", deep + "(");
    List<String> shown = cut.err().lines().toList();
    assertTrue(shown.get(1).startsWith("  …"), cut.err());
    assertEquals(shown.get(1).length(), shown.get(2).length() - 1);
  }

  @Test
  void proofsOfFoundEventsVerifyOffline() throws IOException {
    JsonNode recorded = record("/proved");
    Path folder = Files.createDirectory(temp.resolve("proofs"));
    assertEquals(1, search(recorded, "source = /proved", "--proofs", folder.toString()).size());
    long index = recorded.get("first_index").asLong();
    Path entry = folder.resolve(index + ".entry");
    String proof = folder.resolve(index + ".tlog-proof").toString();
    Cli good = Cli.run("verify", proof, "--entry", entry.toString(), "--vkey", vkey);
    assertEquals(0, good.exitCode(), good.err());
    byte[] changed = Files.readAllBytes(entry);
    changed[changed.length / 2] ^= 1;
    Files.write(entry, changed);
    assertEquals(1, Cli.run("verify", proof, "--entry", entry + "", "--vkey", vkey).exitCode());
    assertEquals(2, cairn("events", "search", "--proofs", temp.resolve("none") + "").exitCode());
  }

  @Test
  void aTailGoesThroughTheLog() throws IOException {
    JsonNode summary = json(cairn("events", "record", samples("/tail", 40) + "", "--json"));
    List<JsonNode> rows =
        rows(
            cairn(
                "events",
                "tail",
                "--filter",
                "source = /tail",
                "--from",
                "0",
                "--count",
                "40",
                "--json"));
    assertEquals(40, rows.size());
    assertEquals(summary.get("first_index"), rows.getFirst().get("index"));
    Cli text = cairn("events", "tail", "--from", "" + summary.get("first_index"), "--count", "2");
    assertEquals(3, text.out().lines().count(), text.out());
  }

  @Test
  void everyFormatIsExported() throws IOException {
    JsonNode summary = json(cairn("events", "record", samples("/export", 30) + "", "--json"));
    search(summary, "source = /export"); // waits until they can be found
    for (String format : List.of("jsonl", "csv", "cloudevents", "ocsf")) {
      Path out = temp.resolve("export." + format);
      Cli run = export(format, out);
      assertEquals(0, run.exitCode(), run.err());
      assertTrue(run.err().startsWith("exported 30 events of the log's first "), run.err());
      long lines = Files.readAllLines(out).size();
      assertEquals(format.equals("csv") ? 31 : 30, lines, format);
      assertFalse(Files.readString(out).contains("example.com/log\\n"), "no proof was asked for");
      assertEquals(0, export(format, out, "--proofs").exitCode());
      assertTrue(Files.readString(out).contains("c2sp.org/tlog-proof"), format);
    }
    Cli unreadable = cairn("events", "record", "-", "--format", "ocsf");
    assertEquals(2, unreadable.exitCode());
  }

  private static Cli export(String format, Path out, String... more) {
    List<String> all =
        new ArrayList<>(List.of("events", "export", "--format", format, "-o", out.toString()));
    all.addAll(List.of("--filter", "source = /export"));
    all.addAll(List.of(more));
    return cairn(all.toArray(String[]::new));
  }

  @Test
  void anExportedProofVerifies() throws IOException {
    JsonNode recorded = record("/export-one", "--id", "single");
    search(recorded, "source = /export-one");
    Path out = temp.resolve("proved.jsonl");
    assertEquals(
        0,
        cairn(
                "events",
                "export",
                "--format",
                "jsonl",
                "--proofs",
                "-o",
                out + "",
                "--filter",
                "source = /export-one AND id = single")
            .exitCode());
    JsonNode row = JSON.readTree(Files.readString(out));
    Path entry = temp.resolve("row.entry");
    Files.write(entry, Base64.getDecoder().decode(row.get("entry").stringValue()));
    Path proof = temp.resolve("row.tlog-proof");
    Files.writeString(proof, row.get("tlog_proof").stringValue(), StandardCharsets.UTF_8);
    Cli verified = Cli.run("verify", proof + "", "--entry", entry + "", "--vkey", vkey);
    assertEquals(0, verified.exitCode(), verified.err());
  }

  @Test
  void exportedCloudEventsAreRecordedAsTheSameEvents() throws IOException {
    JsonNode summary = json(cairn("events", "record", samples("/cloud", 20) + "", "--json"));
    search(summary, "source = /cloud");
    Path out = temp.resolve("cloud.json");
    assertEquals(
        0,
        cairn(
                "events",
                "export",
                "--format",
                "cloudevents",
                "-o",
                out + "",
                "--filter",
                "source = /cloud")
            .exitCode());
    Cli again = cairn("events", "record", out + "", "--format", "cloudevents", "--json");
    assertEquals(20, json(again).get("repeated").asInt());
  }

  @Test
  void sealedEventsGoThroughTheOutboxAndShowTheirProducer() throws IOException {
    String key = temp.resolve("shop.key").toString();
    Cli keygen = Cli.run("keygen", "--name", "shop", "-o", key);
    assertEquals(0, keygen.exitCode(), keygen.err());
    String outbox = Files.createDirectory(temp.resolve("outbox")).toString();
    Path file = samples("/sealed", 300);
    Cli run =
        cairn("events", "record", file + "", "--outbox", outbox, "--producer-key", key, "--json");
    JsonNode summary = json(run);
    assertEquals(300, summary.get("recorded").asInt(), run.out());
    List<JsonNode> rows = search(summary, "producer = shop AND source = /sealed", "--limit", "500");
    assertEquals(300, rows.size());
    String producerKey =
        keygen.out().lines().filter(l -> l.contains("shop+")).findFirst().orElseThrow();
    producerKey = producerKey.substring(producerKey.indexOf("shop+")).strip();
    String index = "" + rows.getFirst().get("index");
    assertEquals(0, cairn("events", "get", index, "--producer-vkey", producerKey).exitCode());
    assertEquals(1, cairn("events", "get", index, "--producer-vkey", vkey).exitCode());
    JsonNode producer = json(cairn("events", "producers", "shop", "--json"));
    assertEquals("shop", producer.get("name").stringValue());
    assertEquals(producerKey, producer.get("vkey").stringValue());
    assertEquals(301, producer.get("event_count").asInt());
    assertEquals(0, producer.get("finding_count").asInt());
    assertTrue(cairn("events", "producers").out().contains("nothing wrong"));
  }

  @Test
  void deadLettersAreListedShownReplayedAndDropped() throws IOException {
    record("/dead", "--id", "d-1", "--time", "2026-01-31T12:00:00Z");
    String outbox = Files.createDirectory(temp.resolve("dead-outbox")).toString();
    Cli refused =
        cairn(
            "events",
            "record",
            "--source",
            "/dead",
            "--id",
            "d-1",
            "--type",
            "t",
            "--actor",
            "user:bob",
            "--action",
            "delete",
            "--outbox",
            outbox);
    assertEquals(2, refused.exitCode(), refused.err());
    assertTrue(refused.err().contains("dead letter"), refused.err());
    JsonNode letter = json(Cli.run("dlq", "list", "--outbox", outbox, "--json"));
    assertEquals("EVENT_ID_REUSED", letter.get("reason").stringValue());
    assertEquals("bob", letter.get("event").get("actor").get("id").stringValue());
    String id = "" + letter.get("id");
    Cli show = Cli.run("dlq", "show", id, "--outbox", outbox);
    assertTrue(show.out().contains("ALREADY_EXISTS EVENT_ID_REUSED"), show.out());
    Cli replay = cairn("dlq", "replay", id, "--outbox", outbox);
    assertEquals(2, replay.exitCode(), replay.err());
    JsonNode again = json(Cli.run("dlq", "list", "--outbox", outbox, "--json"));
    assertFalse(again.get("id").equals(letter.get("id")), "it is a new letter");
    assertEquals(0, Cli.run("dlq", "drop", "" + again.get("id"), "--outbox", outbox).exitCode());
    assertEquals("0 dead letters", Cli.run("dlq", "list", "--outbox", outbox).out().strip());
    assertEquals(2, Cli.run("dlq", "show", id, "--outbox", outbox).exitCode());
    assertEquals(2, Cli.run("dlq", "list", "--outbox", temp.resolve("none") + "").exitCode());
  }

  @Test
  void withoutTheLogEventsStayInTheOutboxAndAreDeliveredLater() throws IOException {
    String outbox = Files.createDirectory(temp.resolve("later-outbox")).toString();
    Path file = samples("/later", 10);
    Cli gone =
        Cli.run(
            "events",
            "record",
            file + "",
            "--outbox",
            outbox,
            "--log",
            "127.0.0.1:1",
            "--timeout",
            "1",
            "--vkey",
            vkey,
            "--state",
            temp.resolve("state") + "");
    assertEquals(3, gone.exitCode(), gone.err());
    assertTrue(gone.out().contains("10 in the outbox"), gone.out());
    assertTrue(gone.err().contains("10 events are in the outbox"), gone.err());
    JsonNode last = json(cairn("events", "record", file + "", "--outbox", outbox, "--json"));
    assertEquals(10, last.get("recorded").asInt() + last.get("repeated").asInt());
    JsonNode other = record("/later", "--id", "after");
    assertEquals(11, search(other, "source = /later").size());
  }

  @Test
  void whatIsWrongIsSaidInOneLine() {
    for (String[] wrong :
        List.of(
            new String[] {"events", "get", "999999"},
            new String[] {"events", "get", "-1"},
            new String[] {"events", "search", "--limit", "0"},
            new String[] {"events", "search", "--min-size", "999999"},
            new String[] {"events", "record", temp.resolve("missing") + ""},
            new String[] {"events", "record", "-", "--producer-key", "k"},
            new String[] {"events", "record", "-", "--ack", "witnessed"})) {
      Cli run = cairn(wrong);
      assertEquals(2, run.exitCode(), run.err());
      assertEquals(1, run.err().lines().count(), run.err());
      assertTrue(run.err().startsWith("cairn: "), run.err());
    }
    Cli tiled = Cli.run("events", "search", "--tiles", temp + "", "--vkey", vkey);
    assertEquals(2, tiled.exitCode());
  }
}
