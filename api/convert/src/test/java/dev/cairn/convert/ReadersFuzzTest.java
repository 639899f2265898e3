package dev.cairn.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.event.EventRules;
import dev.cairn.tree.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * Readers refuse what they cannot read, and nothing else happens; what keeps the rules goes out.
 */
class ReadersFuzzTest {
  private static final EventRules RULES = new EventRules();

  @FuzzTest
  void jsonLines(byte[] input) throws IOException, MalformedException {
    read(EventFormat.JSONL, input);
  }

  @FuzzTest
  void cloudEvents(byte[] input) throws IOException, MalformedException {
    read(EventFormat.CLOUDEVENTS, input);
  }

  private static void read(EventFormat format, byte[] input)
      throws IOException, MalformedException {
    try (EventReader reader = format.reader(new ByteArrayInputStream(input))) {
      while (true) {
        Optional<AuditEvent> event;
        try {
          event = reader.next();
        } catch (MalformedException refused) {
          continue;
        }
        if (event.isEmpty()) {
          return;
        }
        if (RULES.check(event.get()).isEmpty()) {
          assertReadAgain(event.get());
        }
      }
    }
  }

  private static void assertReadAgain(AuditEvent event) throws IOException, MalformedException {
    assertEquals(event, Json.toEvent(Json.toObject(event)));
    String cloudEvent = CloudEventJson.format(CloudEvents.fromAuditEvent(event));
    assertEquals(event, CloudEvents.toAuditEvent(CloudEventJson.parse(cloudEvent)));
  }
}
