package dev.cairn.event.filter;

import dev.cairn.event.filter.Expression.Comparison;
import java.util.ArrayList;
import java.util.List;

/** Reads one filter, as the package says. */
final class Parser {
  private final Scanner scanner;
  private int depth;
  private int comparisons;

  Parser(String text, int maxBytes) throws FilterException {
    this.scanner = new Scanner(text, maxBytes);
  }

  Expression parse() throws FilterException {
    scanner.skipSpaces();
    if (scanner.atEnd()) {
      return new Expression.All();
    }
    Expression expression = expression();
    if (!scanner.atEnd()) {
      // An expression ends only here or at what it cannot use.
      throw scanner.error("')' closes nothing");
    }
    return expression;
  }

  private Expression expression() throws FilterException {
    List<Expression> factors = new ArrayList<>();
    do {
      Expression factor = factor();
      if (factor instanceof Expression.And(List<Expression> operands)) {
        factors.addAll(operands);
      } else {
        factors.add(factor);
      }
    } while (scanner.takeWord("AND") || !(scanner.atEnd() || scanner.isAt(')')));
    return factors.size() == 1 ? factors.getFirst() : new Expression.And(factors);
  }

  private Expression factor() throws FilterException {
    List<Expression> terms = new ArrayList<>();
    do {
      Expression term = term();
      if (term instanceof Expression.Or(List<Expression> operands)) {
        terms.addAll(operands);
      } else {
        terms.add(term);
      }
    } while (scanner.takeWord("OR"));
    return terms.size() == 1 ? terms.getFirst() : new Expression.Or(terms);
  }

  private Expression term() throws FilterException {
    if (scanner.takeWord("NOT")) {
      return new Expression.Not(simple());
    }
    if (scanner.take('-')) {
      return new Expression.Not(simple());
    }
    return simple();
  }

  private Expression simple() throws FilterException {
    int start = scanner.position();
    if (!scanner.take('(')) {
      Comparison comparison = comparison();
      scanner.requireGap();
      return comparison;
    }
    scanner.skipSpaces();
    if (++depth > Filter.MAX_DEPTH) {
      throw scanner.error(start, "more than %d parentheses are open".formatted(Filter.MAX_DEPTH));
    }
    Expression expression = expression();
    if (!scanner.take(')')) {
      throw scanner.error("a ')' is missing for the '(' at %d".formatted(scanner.codePoint(start)));
    }
    scanner.skipSpaces();
    scanner.requireGap();
    depth--;
    return expression;
  }

  private Comparison comparison() throws FilterException {
    int start = scanner.position();
    if (++comparisons > Filter.MAX_COMPARISONS) {
      throw scanner.error(start, "more than %d comparisons".formatted(Filter.MAX_COMPARISONS));
    }
    String name = scanner.fieldName();
    Operator operator = scanner.operator(start, name);
    if (name.equals("attributes") && operator == Operator.HAS) {
      return attributePresence();
    }
    Field field = FieldNames.parse(name).orElseThrow(() -> unknown(start, name));
    int valueStart = scanner.position();
    Scanner.Value value = scanner.value(field + " " + operator);
    try {
      return new Comparison(field, operator, Literals.parse(field, operator, value));
    } catch (Literals.UnfitException e) {
      throw scanner.error(valueStart, e.problem());
    }
  }

  private Comparison attributePresence() throws FilterException {
    int start = scanner.position();
    Scanner.Value value = scanner.value("attributes:");
    if (!AttributeField.isName(value.text())) {
      throw scanner.error(start, "not a name of an attribute; write attributes:reason");
    }
    return new Comparison(new AttributeField(value.text()), Operator.HAS, new Literal.Any());
  }

  private FilterException unknown(int start, String name) {
    return scanner.error(start, FieldNames.unknown(name));
  }
}
