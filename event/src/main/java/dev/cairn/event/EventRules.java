package dev.cairn.event;

import build.buf.protovalidate.ValidationResult;
import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.Violation;
import build.buf.protovalidate.exceptions.CompilationException;
import build.buf.protovalidate.exceptions.ValidationException;
import build.buf.validate.FieldPath;
import build.buf.validate.FieldPathElement;
import dev.cairn.audit.v1.AuditEvent;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rules that every event keeps: those of the contract; the size; attributes in the order of
 * their names; texts that are Unicode and times that exist; and types and sources that are not
 * Cairn's own. Whoever sends events and whoever records them asks the same rules. Safe for use by
 * many threads.
 */
public final class EventRules {
  /** The most bytes that a serialized event may have. */
  public static final int MAX_EVENT_BYTES = 61_440;

  /** What the types of Cairn's own events begin with. */
  public static final String RESERVED_TYPE_PREFIX = "dev.cairn.";

  /** What the sources of Cairn's own events begin with. */
  public static final String RESERVED_SOURCE_PREFIX = "urn:cairn:";

  /** The most problems that are told of one event. */
  public static final int MAX_PROBLEMS = 20;

  /** Checked, and told better, with the order of the names. */
  private static final String NAMES_ONCE = "audit_event.attribute_names";

  private final Validator validator;

  /** Compiles the rules, which takes some hundred milliseconds: keep the instance. */
  public EventRules() {
    try {
      this.validator =
          ValidatorFactory.newBuilder()
              .buildWithDescriptors(List.of(AuditEvent.getDescriptor()), true);
    } catch (CompilationException e) {
      throw new IllegalStateException("the contract's rules do not compile", e);
    }
  }

  /**
   * What is wrong with an event that a service wants recorded: the first 20 problems; empty if it
   * keeps all rules. Types that begin with {@value #RESERVED_TYPE_PREFIX} and sources that begin
   * with {@value #RESERVED_SOURCE_PREFIX} are refused.
   */
  public List<FieldProblem> check(AuditEvent event) {
    if (PlainEvents.isPlainlyValid(event)) {
      return List.of();
    }
    return applyRules(event, false);
  }

  /** As {@link #check}, for the events that Cairn itself makes: what is reserved is allowed. */
  public List<FieldProblem> checkOwn(AuditEvent event) {
    return applyRules(event, true);
  }

  /** Applies all rules, also to what is plainly valid. */
  List<FieldProblem> applyRules(AuditEvent event, boolean isOwn) {
    Problems problems = new Problems();
    Structure.checkSizes(event, problems);
    if (problems.isEmpty()) {
      Structure.checkValues(event, "", problems);
    }
    if (problems.isEmpty()) {
      applyContract(event, problems);
      Structure.checkOrder(event.getAttributesList(), problems);
      if (!isOwn && event.getType().startsWith(RESERVED_TYPE_PREFIX)) {
        problems.add("type", "types that begin with \"" + RESERVED_TYPE_PREFIX + "\" are reserved");
      }
      if (!isOwn && event.getSource().startsWith(RESERVED_SOURCE_PREFIX)) {
        problems.add(
            "source", "sources that begin with \"" + RESERVED_SOURCE_PREFIX + "\" are reserved");
      }
    }
    return problems.toList();
  }

  private void applyContract(AuditEvent event, Problems problems) {
    ValidationResult result;
    try {
      result = validator.validate(event);
    } catch (ValidationException e) {
      throw new IllegalStateException("the contract's rules cannot be evaluated", e);
    }
    for (Violation violation : result.getViolations()) {
      build.buf.validate.Violation found = violation.toProto();
      if (!found.getRuleId().equals(NAMES_ONCE)) {
        problems.add(path(found.getField()), found.getMessage());
      }
    }
  }

  private static String path(FieldPath path) {
    return path.getElementsList().stream().map(EventRules::step).collect(Collectors.joining("."));
  }

  private static String step(FieldPathElement element) {
    return element.hasIndex()
        ? element.getFieldName() + "[" + element.getIndex() + "]"
        : element.getFieldName();
  }

  static String oversize(int size) {
    return "has %,d bytes when serialized; at most %,d are taken".formatted(size, MAX_EVENT_BYTES);
  }
}
