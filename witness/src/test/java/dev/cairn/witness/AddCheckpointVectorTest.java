package dev.cairn.witness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.tree.MalformedException;
import dev.cairn.tree.note.NoteSignature;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AddCheckpointVectorTest {
  static List<AddCheckpointVector> vectors() throws IOException {
    return AddCheckpointVector.load();
  }

  @Test
  void noVectorIsLost() throws IOException {
    assertEquals(92, vectors().size());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void hasItsVerdict(AddCheckpointVector vector) throws Exception {
    byte[] body = vector.request();
    if (vector.text("verdict").equals("malformed")) {
      MalformedException refusal =
          assertThrows(MalformedException.class, () -> AddCheckpointRequest.parse(body));
      assertMessage(vector, String.valueOf(refusal.getMessage()));
      assertEquals(400, vector.status());
      return;
    }
    AddCheckpointRequest request = AddCheckpointRequest.parse(body);
    assertArrayEquals(body, request.toBytes());
    switch (vector.rule().decide(vector.known(), request)) {
      case Decision.Cosign cosign -> {
        assertEquals("cosign", vector.text("verdict"));
        assertEquals(Long.parseLong(vector.text("size")), cosign.next().size());
        assertHasOnlyTheLogsLine(cosign);
      }
      case Decision.Conflict conflict -> {
        assertEquals("conflict", vector.text("verdict"));
        assertEquals(Long.parseLong(vector.text("size")), conflict.knownSize());
        assertEquals(409, vector.status());
      }
      case Decision.Refused refused -> {
        assertEquals("refused", vector.text("verdict"), refused.message());
        assertEquals(vector.text("reason"), refused.reason().name());
        assertEquals(vector.status(), refused.reason().httpStatus());
        assertMessage(vector, refused.message());
      }
    }
  }

  private static void assertHasOnlyTheLogsLine(Decision.Cosign cosign) {
    List<NoteSignature> lines = cosign.checkpoint().note().signatures();
    assertEquals(1, lines.size());
    assertTrue(lines.getFirst().claims(cosign.checkpoint().log()));
  }

  private static void assertMessage(AddCheckpointVector vector, String said) {
    String wanted = vector.text("message");
    assertFalse(wanted.isEmpty(), "a vector says how its refusal begins");
    assertTrue(said.startsWith(wanted), () -> "refused otherwise: " + said);
    assertTrue(said.indexOf('\n') < 0, () -> "more than one line: " + said);
  }
}
