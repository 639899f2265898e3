package dev.cairn.event;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.tree.MalformedException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventBytesTest {
  @Test
  void whatIsWrittenIsRead() throws MalformedException {
    AuditEvent event = EventRulesTest.event().build();
    assertEquals(event, EventBytes.parse(event.toByteArray()));
  }

  @Test
  void fieldsOfNewerProducersAreKeptAndAccepted() throws MalformedException {
    UnknownFieldSet newer =
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(5).build())
            .build();
    byte[] bytes = EventRulesTest.event().setUnknownFields(newer).build().toByteArray();
    AuditEvent event = EventBytes.parse(bytes);
    assertArrayEquals(bytes, event.toByteArray());
    assertEquals(List.of(), new EventRules().check(event));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0a", // a length is missing
        "0a05", // the text is shorter than its length
        "0a01ff", // not UTF-8
        "00", // field 0
        "0c", // the end of a group that did not begin
        "a306", // a group without an end
        "0e00", // wire type 6
      })
  void whatIsNoMessageIsRefused(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    MalformedException refused =
        assertThrows(MalformedException.class, () -> EventBytes.parse(bytes));
    assertTrue(refused.toString().contains("event: not a serialized AuditEvent"), hex);
  }

  @Test
  void whatTwoReadersMayReadInTwoWaysIsRefused() {
    byte[] event = EventRulesTest.event().build().toByteArray();
    for (String more : List.of("0a0161", "3200", "2a0a0a047573657212026576")) {
      byte[] again = HexFormat.of().parseHex(HexFormat.of().formatHex(event) + more);
      MalformedException refused =
          assertThrows(MalformedException.class, () -> EventBytes.parse(again));
      assertTrue(refused.toString().contains("each field once"), more);
      assertThrows(MalformedException.class, () -> EventBytes.parse(ByteString.copyFrom(again)));
    }
  }

  @Test
  void deepNestingIsRefused() {
    // Groups of field 100, one in the other.
    byte[] bytes = HexFormat.of().parseHex("a306".repeat(1_000) + "a406".repeat(1_000));
    assertThrows(MalformedException.class, () -> EventBytes.parse(bytes));
  }

  @Test
  void oversizeNamesTheLimit() {
    ByteString text = ByteString.copyFrom(new byte[61_440]);
    byte[] bytes = EventRulesTest.event().setIdBytes(text).build().toByteArray();
    MalformedException refused =
        assertThrows(MalformedException.class, () -> EventBytes.parse(bytes));
    assertTrue(refused.toString().contains("at most 61,440 are taken"), refused::toString);
  }
}
