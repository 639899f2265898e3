package dev.cairn.event.filter;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/** Evaluates expressions. */
final class Matching {
  private Matching() {}

  static boolean matches(Expression expression, EventView view) {
    return switch (expression) {
      case Expression.All _ -> true;
      case Expression.And(List<Expression> operands) ->
          operands.stream().allMatch(operand -> matches(operand, view));
      case Expression.Or(List<Expression> operands) ->
          operands.stream().anyMatch(operand -> matches(operand, view));
      case Expression.Not(Expression operand) -> !matches(operand, view);
      case Expression.Comparison comparison -> matches(comparison, view);
    };
  }

  private static boolean matches(Expression.Comparison comparison, EventView view) {
    Literal literal = comparison.literal();
    if (literal instanceof Literal.Any) {
      return comparison.field().isPresent(view);
    }
    List<Literal> values = comparison.field().values(view);
    return switch (comparison.operator()) {
      case EQUAL, HAS -> values.stream().anyMatch(value -> equal(value, literal));
      case NOT_EQUAL -> values.stream().noneMatch(value -> equal(value, literal));
      case LESS -> values.stream().anyMatch(value -> order(value, literal).orElse(0) < 0);
      case LESS_OR_EQUAL -> values.stream().anyMatch(value -> order(value, literal).orElse(1) <= 0);
      case GREATER -> values.stream().anyMatch(value -> order(value, literal).orElse(0) > 0);
      case GREATER_OR_EQUAL ->
          values.stream().anyMatch(value -> order(value, literal).orElse(-1) >= 0);
    };
  }

  private static boolean equal(Literal value, Literal literal) {
    return literal instanceof Literal.Wildcard wildcard
        ? value instanceof Literal.Text(String text) && wildcard.fits(text)
        : value.equals(literal);
  }

  /** How a value compares with a literal; empty if they are not of one type that has an order. */
  private static OptionalInt order(Literal value, Literal literal) {
    if (value instanceof Literal.Text(String a) && literal instanceof Literal.Text(String b)) {
      return OptionalInt.of(byCodePoint(a, b));
    }
    if (value instanceof Literal.Decimal(BigDecimal a)
        && literal instanceof Literal.Decimal(BigDecimal b)) {
      return OptionalInt.of(a.compareTo(b));
    }
    if (value instanceof Literal.Time(Instant a) && literal instanceof Literal.Time(Instant b)) {
      return OptionalInt.of(a.compareTo(b));
    }
    return OptionalInt.empty();
  }

  private static int byCodePoint(String a, String b) {
    int at = 0;
    while (at < a.length() && at < b.length() && a.charAt(at) == b.charAt(at)) {
      at++;
    }
    if (at == a.length() || at == b.length()) {
      return Integer.compare(a.length(), b.length());
    }
    return Integer.compare(inCodePointOrder(a.charAt(at)), inCodePointOrder(b.charAt(at)));
  }

  /** Surrogates stand for the highest code points, and so come after all other characters. */
  private static int inCodePointOrder(char unit) {
    return Character.isSurrogate(unit) ? unit + Character.MAX_VALUE : unit;
  }
}
