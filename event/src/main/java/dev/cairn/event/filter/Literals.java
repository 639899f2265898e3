package dev.cairn.event.filter;

import java.io.Serial;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads what is right of an operator as the type of the field on the left. */
final class Literals {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  /** The most digits of a number. */
  static final int MAX_DIGITS = 40;

  private static final int MAX_NUMBER_LENGTH = 64;
  private static final int MAX_EXPONENT = 9_999;
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,19}");
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{0,64}");

  private Literals() {}

  /** A value that is not of the field's type. */
  static final class UnfitException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    private final String problem;

    UnfitException(String problem) {
      super(problem);
      this.problem = problem;
    }

    String problem() {
      return problem;
    }
  }

  static Literal parse(Field field, Operator operator, Scanner.Value value) throws UnfitException {
    if (operator == Operator.HAS && !value.quoted() && value.text().equals("*")) {
      return new Literal.Any();
    }
    return switch (field) {
      case AttributeField _ -> attribute(operator, value);
      case EventField known ->
          switch (known.type()) {
            case TEXT -> text(operator, value);
            case STATUS, STAGE -> name(known, operator, value);
            case INTEGER -> integer(known, value);
            case TIME -> time(value);
            case HEX -> hex(operator, value);
          };
    };
  }

  private static Literal attribute(Operator operator, Scanner.Value value) throws UnfitException {
    String text = value.text();
    if (value.quoted()) {
      return text(operator, value);
    }
    if (text.equals("true") || text.equals("false")) {
      requireEquality(operator, "true and false have no order");
      return new Literal.Flag(Boolean.parseBoolean(text));
    }
    if (NUMBER.matcher(text).matches()) {
      return number(text);
    }
    return Times.looksLikeOne(text) ? time(value) : text(operator, value);
  }

  private static Literal number(String text) throws UnfitException {
    if (text.length() <= MAX_NUMBER_LENGTH) {
      try {
        BigDecimal number = new BigDecimal(text);
        long exponent = (long) number.precision() - number.scale();
        if (number.precision() <= MAX_DIGITS && Math.abs(exponent) <= MAX_EXPONENT) {
          return new Literal.Decimal(number);
        }
      } catch (NumberFormatException e) {
        // Its exponent is far beyond: refused below.
      }
    }
    throw new UnfitException(
        "a number has at most %d digits and an exponent up to %,d"
            .formatted(MAX_DIGITS, MAX_EXPONENT));
  }

  private static Literal text(Operator operator, Scanner.Value value) throws UnfitException {
    List<String> parts = value.parts();
    if (parts.size() == 1) {
      return new Literal.Text(parts.getFirst());
    }
    requireEquality(operator, "* is for =, != and : only; write \\* in quotes for the character");
    return new Literal.Wildcard(parts);
  }

  private static Literal name(EventField field, Operator operator, Scanner.Value value)
      throws UnfitException {
    requireEquality(operator, field + " has no order");
    String name = field.type().shortName(value.text());
    if (!field.type().names().contains(name)) {
      throw new UnfitException(
          "%s is one of %s".formatted(field, String.join(", ", field.type().names())));
    }
    return new Literal.Text(name);
  }

  private static Literal integer(EventField field, Scanner.Value value) throws UnfitException {
    if (!INTEGER.matcher(value.text()).matches()) {
      throw new UnfitException(field + " is a whole number of at most 19 digits");
    }
    return new Literal.Decimal(new BigDecimal(value.text()));
  }

  private static Literal time(Scanner.Value value) throws UnfitException {
    return Times.parse(value.text())
        .map(Literal.Time::new)
        .orElseThrow(
            () -> new UnfitException("not a time of RFC 3339, such as 2026-01-31T12:00:00Z"));
  }

  private static Literal hex(Operator operator, Scanner.Value value) throws UnfitException {
    List<String> parts = value.parts().stream().map(part -> part.toLowerCase(Locale.ROOT)).toList();
    if (!HEX.matcher(String.join("", parts)).matches()) {
      throw new UnfitException("a digest is up to 64 hex digits");
    }
    return text(operator, new Scanner.Value(value.text(), parts, value.quoted()));
  }

  private static void requireEquality(Operator operator, String problem) throws UnfitException {
    if (operator.isOrdering()) {
      throw new UnfitException(problem);
    }
  }
}
