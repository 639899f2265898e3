package dev.cairn.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.tree.MalformedException;
import java.util.List;

/** The rules have an answer to whatever parses, and what is plainly valid keeps them. */
class EventRulesFuzzTest {
  private static final EventRules RULES = new EventRules();

  @FuzzTest
  void rules(byte[] input) {
    AuditEvent event;
    try {
      event = EventBytes.parse(input);
    } catch (MalformedException refused) {
      return;
    }
    List<FieldProblem> problems = RULES.applyRules(event, false);
    assertTrue(problems.size() <= EventRules.MAX_PROBLEMS);
    if (PlainEvents.isPlainlyValid(event)) {
      assertEquals(List.of(), problems);
    }
  }
}
