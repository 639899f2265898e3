package dev.cairn.server.intake;

import dev.cairn.audit.v1.AuditEvent;
import dev.cairn.event.EventRules;
import dev.cairn.event.FieldProblem;
import dev.cairn.event.seal.KeyInForce;
import java.util.List;
import java.util.Optional;

/** Holds events to the rules of the contract. */
public final class EventChecks {
  private static final EventRules RULES = new EventRules();

  private EventChecks() {}

  /** Whether an event is of a kind that only Cairn makes. */
  public static boolean isReserved(AuditEvent event) {
    return event.getType().startsWith(EventRules.RESERVED_TYPE_PREFIX);
  }

  /**
   * Checks an event of any kind.
   *
   * @throws RefusedException if it breaks a rule
   */
  public static void check(AuditEvent event) {
    refuse("", RULES.checkOwn(event));
  }

  /**
   * Checks an event of a service.
   *
   * @return nothing: it puts no key in force
   * @throws RefusedException if it breaks a rule, or is of a kind that only Cairn makes
   */
  public static Optional<KeyInForce> checkForeign(AuditEvent event) {
    refuse("", RULES.check(event));
    return Optional.empty();
  }

  /**
   * As {@link #checkForeign}, for an event that is a field of its request.
   *
   * @param field the field's name
   */
  public static void checkForeign(String field, AuditEvent event) {
    refuse(field, RULES.check(event));
  }

  private static void refuse(String field, List<FieldProblem> problems) {
    if (!problems.isEmpty()) {
      throw new RefusedException(
          new Refusal.InvalidRequest(
              problems.stream()
                  .map(
                      problem ->
                          new Refusal.FieldViolation(
                              path(field, problem.path()), problem.description()))
                  .toList()));
    }
  }

  private static String path(String field, String within) {
    return field.isEmpty() || within.isEmpty() ? field + within : field + "." + within;
  }
}
