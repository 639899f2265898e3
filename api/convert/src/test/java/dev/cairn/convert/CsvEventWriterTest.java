package dev.cairn.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.Timestamps;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.tree.MalformedException;
import java.io.IOException;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvSchema;

class CsvEventWriterTest {
  @Test
  void theHeaderNamesTheColumnsAlsoWithoutEvents() throws IOException {
    String header = String.join(",", CsvEventWriter.COLUMNS);
    assertEquals(header + "\n", Exports.write(EventFormat.CSV, List.of()));
    assertEquals(
        header, Exports.write(EventFormat.CSV, Exports.exported(1)).lines().findFirst().orElse(""));
  }

  @Test
  void anEventIsReadBackFromItsRow() throws IOException, MalformedException, ParseException {
    List<ExportedEvent> exported = Exports.exported(1_000);
    List<Map<String, String>> rows = read(Exports.write(EventFormat.CSV, exported));
    assertEquals(1_000, rows.size());
    for (int i = 0; i < rows.size(); i++) {
      assertEquals(exported.get(i).event(), event(rows.get(i)));
      assertEquals(Integer.toString(i), rows.get(i).get("index"));
      assertEquals(exported.get(i).tlogProof(), rows.get(i).get("tlog_proof"));
      assertEquals(i % 2 == 1 ? Integer.toString(i) : "", rows.get(i).get("sequence"));
    }
  }

  private static AuditEvent event(Map<String, String> row)
      throws MalformedException, ParseException {
    ObjectNode json = Json.object();
    for (String list : List.of("targets", "attributes", "payload_digest")) {
      putJson(json, list, row.getOrDefault(list, ""));
    }
    ObjectNode actor = json.putObject("actor");
    actor.put("type", row.get("actor_type")).put("id", row.get("actor_id"));
    putJson(actor, "on_behalf_of", row.getOrDefault("on_behalf_of", ""));
    json.putObject("outcome")
        .put("stage", row.get("stage"))
        .put("status", row.get("status"))
        .put("code", row.get("code"))
        .put("message", row.get("message"));
    json.putObject("context")
        .put("traceparent", row.get("traceparent"))
        .put("correlation_id", row.get("correlation_id"))
        .put("peer", row.get("peer"))
        .put("user_agent", row.get("user_agent"));
    return Json.toEvent(json).toBuilder()
        .setId(row.get("id"))
        .setSource(row.get("source"))
        .setType(row.get("type"))
        .setAction(row.get("action"))
        .setOccurredTime(Timestamps.parse(row.get("occurred_time")))
        .build();
  }

  private static void putJson(ObjectNode object, String name, String text)
      throws MalformedException {
    if (!text.isEmpty()) {
      object.set(name, Json.parse(text));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=HYPERLINK(\"https://example.com\")",
        "+1",
        "-1+2",
        "@SUM(A1)",
        "＝1",
        "'quoted",
        "'",
        "plain, with a comma",
        "two\nlines",
        "two\rlines",
        "\u0000",
        "a tab\tin it",
        "a \"quoted\" word",
        " leading",
        "mid=dle",
        "=",
        "\\",
        "#comment",
        "null"
      })
  void noCellBeginsAFormulaAndEveryTextComesBack(String message) throws IOException {
    AuditEvent.Builder event = Exports.events(1).getFirst().toBuilder();
    event.getOutcomeBuilder().setMessage(message);
    event.getActorBuilder().setId(message);
    String written =
        Exports.write(EventFormat.CSV, List.of(Exports.exported(0, event.build(), false, "")));
    for (String cell : readRaw(written).getFirst().values()) {
      assertFalse(!cell.isEmpty() && "=+-@\t\r＝＋－＠".indexOf(cell.charAt(0)) >= 0, cell);
    }
    Map<String, String> row = read(written).getFirst();
    assertEquals(message, row.get("message"));
    assertEquals(message, row.get("actor_id"));
  }

  @Test
  void textsThatBeginWithAFormulaAreMarked() {
    for (char start : "=+-@\t\r\n'＝＋－＠".toCharArray()) {
      assertEquals("'" + start + "x", CsvCells.text(start + "x"));
    }
    assertEquals("", CsvCells.text(""));
    assertEquals("x=", CsvCells.text("x="));
    assertTrue(CsvCells.text("{}").startsWith("{"));
  }

  /** As the documentation says: one apostrophe at the start of a cell is dropped. */
  private static List<Map<String, String>> read(String text) throws IOException {
    List<Map<String, String>> rows = readRaw(text);
    rows.forEach(
        row -> row.replaceAll((_, cell) -> cell.startsWith("'") ? cell.substring(1) : cell));
    return rows;
  }

  private static List<Map<String, String>> readRaw(String text) throws IOException {
    try (MappingIterator<Map<String, String>> rows =
        CsvMapper.builder()
            .build()
            .readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(text)) {
      return rows.readAll();
    }
  }
}
