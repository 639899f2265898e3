package dev.cairn.event.filter;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** Writes expressions, with no parentheses but the necessary ones. */
final class CanonicalText {
  private CanonicalText() {}

  static String of(Expression expression) {
    return switch (expression) {
      case Expression.All _ -> "";
      case Expression.And(List<Expression> operands) ->
          operands.stream().map(CanonicalText::of).collect(Collectors.joining(" AND "));
      case Expression.Or(List<Expression> operands) ->
          operands.stream()
              .map(operand -> operand instanceof Expression.And ? enclosed(operand) : of(operand))
              .collect(Collectors.joining(" OR "));
      case Expression.Not(Expression operand) ->
          "NOT " + (operand instanceof Expression.Comparison ? of(operand) : enclosed(operand));
      case Expression.Comparison comparison -> comparison(comparison);
    };
  }

  private static String enclosed(Expression expression) {
    return "(" + of(expression) + ")";
  }

  private static String comparison(Expression.Comparison comparison) {
    String value = literal(comparison.literal());
    return comparison.operator() == Operator.HAS
        ? comparison.field() + ":" + value
        : comparison.field() + " " + comparison.operator() + " " + value;
  }

  private static String literal(Literal literal) {
    return switch (literal) {
      case Literal.Text(String value) -> '"' + escaped(value) + '"';
      case Literal.Wildcard(List<String> parts) ->
          parts.stream().map(CanonicalText::escaped).collect(Collectors.joining("*", "\"", "\""));
      case Literal.Decimal(BigDecimal value) -> number(value);
      case Literal.Flag(boolean value) -> Boolean.toString(value);
      case Literal.Time(var value) -> value.toString();
      case Literal.Any _ -> "*";
    };
  }

  private static String number(BigDecimal number) {
    return number.scale() < 0 && number.precision() - number.scale() <= Literals.MAX_DIGITS
        ? number.toPlainString()
        : number.toString();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("*", "\\*");
  }
}
