package dev.cairn.server.intake;

import build.buf.protovalidate.Violation;
import build.buf.validate.FieldPath;
import build.buf.validate.FieldPathElement;
import java.util.stream.Collectors;

/** Translates what the validator finds. */
final class Violations {
  private Violations() {}

  static Refusal.FieldViolation field(Violation violation) {
    build.buf.validate.Violation found = violation.toProto();
    return new Refusal.FieldViolation(path(found.getField()), found.getMessage());
  }

  private static String path(FieldPath path) {
    return path.getElementsList().stream().map(Violations::step).collect(Collectors.joining("."));
  }

  private static String step(FieldPathElement element) {
    return element.hasIndex()
        ? element.getFieldName() + "[" + element.getIndex() + "]"
        : element.getFieldName();
  }
}
