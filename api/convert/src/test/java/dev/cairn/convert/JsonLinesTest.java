package dev.cairn.convert;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.tree.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class JsonLinesTest {
  @Test
  void whatIsWrittenIsRead() throws IOException, MalformedException {
    List<ExportedEvent> exported = Exports.exported(1_000);
    List<String> lines = Exports.write(EventFormat.JSONL, exported).lines().toList();
    assertEquals(1_000, lines.size());
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      ObjectNode row = Json.parseObject(lines.get(i));
      assertEquals(i, row.path("index").longValue());
      assertEquals(i % 2 == 1, row.has("link"));
      assertEquals(i % 4 == 3, row.has("tlog_proof"));
      if (i % 4 == 3) {
        assertEquals(Exports.PROOF, row.path("tlog_proof").stringValue());
        assertArrayEquals(
            exported.get(i).entry().toBytes(),
            Base64.getDecoder().decode(row.path("entry").stringValue()));
      }
      events.append(Json.format(row.path("event"))).append('\n');
    }
    try (EventReader reader = reader(events.toString())) {
      for (ExportedEvent event : exported) {
        assertEquals(Optional.of(event.event()), reader.next());
      }
      assertEquals(Optional.empty(), reader.next());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"ids\":\"1\"}|ids",
        "{\"actor\":{\"name\":\"a\"}}|name",
        "{\"id\":1|not JSON",
        "{\"id\":\"1\"}x|not JSON",
        "{\"id\":\"1\"} {}|not JSON",
        "{\"id\":\"1\",\"id\":\"2\"}|Duplicate",
        "{id:\"1\"}|not JSON",
        "[]|not a JSON object",
        "null|not a JSON object",
        "{\"outcome\":{\"stage\":\"DONE\"}}|DONE",
        "{\"attributes\":[{\"name\":\"a\",\"text\":\"x\",\"flag\":true}]}|oneof",
        "{\"occurred_time\":\"yesterday\"}|yesterday",
      })
  void aLineThatCannotBeReadIsToldWithItsNumber(String line, String reason) throws IOException {
    try (EventReader reader = reader("\n  \n" + line + "\n")) {
      MalformedException refused = assertThrows(MalformedException.class, reader::next);
      assertTrue(refused.toString().contains("line 3: "), refused::toString);
      assertEquals(3, reader.line());
      assertTrue(refused.toString().contains(reason), refused::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"payload_digest\":{\"size\":1e999999999}}",
        "{\"payload_digest\":{\"size\":1e-999999999}}",
        "{\"attributes\":[{\"name\":\"a\",\"number\":1e999999999}]}",
        "{\"occurred_time\":\"99999-01-01T00:00:00Z\"}",
      })
  void numbersThatNoFieldHoldsAreRefused(String line) throws IOException {
    try (EventReader reader = reader(line)) {
      assertThrows(MalformedException.class, reader::next);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {90, 300, 400, 600, 200_000})
  void deepNestingIsRefused(int depth) throws IOException {
    String line = "{\"attributes\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    try (EventReader reader = reader(line)) {
      assertThrows(MalformedException.class, reader::next);
    }
  }

  @Test
  void readingGoesOnAfterALineThatCannotBeRead() throws IOException, MalformedException {
    String tooLong = "x".repeat(LineEventReader.MAX_LINE_BYTES + 1);
    try (EventReader reader = reader("{\n" + tooLong + "\n{\"id\":\"3\"}")) {
      assertThrows(MalformedException.class, reader::next);
      MalformedException refused = assertThrows(MalformedException.class, reader::next);
      assertTrue(refused.toString().contains("line 2"), refused::toString);
      assertTrue(refused.toString().contains("at most 1,048,576"), refused::toString);
      assertEquals(
          Optional.of("3"), reader.next().map(AuditEvent::getId), "the last line has no newline");
      assertEquals(Optional.empty(), reader.next());
    }
  }

  @Test
  void aLineIsUtf8() throws IOException {
    byte[] latin = "{\"id\":\"é\"}".getBytes(ISO_8859_1);
    try (EventReader reader = EventFormat.JSONL.reader(new ByteArrayInputStream(latin))) {
      assertThrows(MalformedException.class, reader::next);
    }
  }

  @Test
  void bothNamesOfAFieldAreRead() throws IOException, MalformedException {
    String lines =
        """
        {"occurredTime":"2026-01-01T00:00:00.000000001Z"}
        {"occurred_time":"2026-01-01T00:00:00.000000001Z"}
        """;
    try (EventReader reader = reader(lines)) {
      assertEquals(reader.next(), reader.next());
    }
  }

  @Test
  void anEventThatHasNoFormIsNamed() {
    AuditEvent event =
        Exports.events(1).getFirst().toBuilder()
            .setOccurredTime(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
            .build();
    List<ExportedEvent> bad = List.of(Exports.exported(12, event, false, ""));
    for (EventFormat format : EventFormat.values()) {
      IOException refused =
          assertThrows(IOException.class, () -> Exports.write(format, bad), format.name());
      assertTrue(refused.toString().contains("entry 12 "), refused::toString);
    }
  }

  @Test
  void formatsHaveTheirNames() {
    for (EventFormat format : EventFormat.values()) {
      assertEquals(Optional.of(format), EventFormat.named(format.formatName()));
    }
    assertEquals(Optional.empty(), EventFormat.named("JSONL"));
    assertThrows(
        IllegalArgumentException.class,
        () -> EventFormat.CSV.reader(new ByteArrayInputStream(new byte[0])));
  }

  private static EventReader reader(String lines) {
    return EventFormat.JSONL.reader(new ByteArrayInputStream(lines.getBytes(UTF_8)));
  }
}
