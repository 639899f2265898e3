package dev.cairn.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.event.sample.SampleEvents;
import dev.cairn.tree.MalformedException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is plainly valid keeps all rules; what they refuse is never plainly valid. */
class PlainEventsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final EventRules rules = new EventRules();

  @Test
  void theyNeverAcceptWhatTheRulesRefuse() {
    Random random = new Random(7);
    Mutations mutations = new Mutations(random);
    SampleEvents samples = new SampleEvents(7, START, 50);
    int plain = 0;
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      AuditEvent.Builder builder = samples.next().toBuilder();
      int changes = random.nextInt(4);
      for (int change = 0; change < changes; change++) {
        mutations.mutate(builder);
      }
      AuditEvent event = builder.build();
      List<FieldProblem> problems = rules.applyRules(event, false);
      if (PlainEvents.isPlainlyValid(event)) {
        plain++;
        assertEquals(List.of(), problems, event::toString);
      } else if (!problems.isEmpty()) {
        refused++;
      }
      assertEquals(problems, rules.check(event));
    }
    assertTrue(plain > 5_000 && refused > 5_000, plain + " plain, " + refused + " refused");
  }

  @Test
  void typicalEventsArePlainlyValid() throws MalformedException {
    SampleEvents samples = new SampleEvents(8, START, 1_000);
    for (int i = 0; i < 2_000; i++) {
      AuditEvent event = EventBytes.parse(samples.next().toByteArray());
      assertTrue(PlainEvents.isPlainlyValid(event), event::toString);
    }
  }

  @Test
  void whatIsValidButUnusualIsLeftToTheRules() {
    AuditEvent event =
        new SampleEvents(9, START, 1).next().toBuilder().setAction("löschen").build();
    assertEquals(false, PlainEvents.isPlainlyValid(event));
    assertEquals(List.of(), rules.check(event));
  }
}
