package dev.cairn.event.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions at random: they read as they are written, and mean what another evaluation says. */
final class RandomFiltersTest {
  private static final int FILTERS = 3_000;
  private static final List<Operator> OPERATORS = List.of(Operator.values());
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "b",
          "ab",
          "alice",
          "delete",
          "*",
          "\\",
          "\"",
          "'",
          "AND",
          "x y",
          "\ud83d\ude00");

  private final List<Field> fields = new ArrayList<>(List.of(EventField.values()));

  RandomFiltersTest() {
    for (String name : List.of("amount", "dry-run", "due", "empty", "rate", "reason", "absent")) {
      fields.add(new AttributeField(name));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void readAsTheyAreWrittenAndMeanTheSame(long seed) throws FilterException {
    Random random = new Random(seed);
    int matching = 0;
    for (int i = 0; i < FILTERS; i++) {
      Expression expression = expression(random, 4);
      String text = expression.toString();
      assertEquals(expression, new Parser(text, 1 << 20).parse(), text);
      for (EventView view : List.of(Events.FULL, Events.BARE)) {
        boolean matches = naive(expression, view);
        assertEquals(matches, Filter.of(expression).matches(view), text);
        matching += matches ? 1 : 0;
      }
    }
    assertTrue(matching > FILTERS / 10 && matching < 2 * FILTERS * 9 / 10, "matching " + matching);
  }

  private Expression expression(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 1 : 4)) {
      case 1 -> new Expression.Not(expression(random, depth - 1));
      case 2 -> new Expression.And(operands(random, depth - 1, Expression.And.class));
      case 3 -> new Expression.Or(operands(random, depth - 1, Expression.Or.class));
      default -> comparison(random);
    };
  }

  private List<Expression> operands(
      Random random, int depth, Class<? extends Expression> unwanted) {
    List<Expression> operands = new ArrayList<>();
    while (operands.size() < 2 || random.nextInt(3) == 0) {
      Expression operand = expression(random, depth);
      if (!unwanted.isInstance(operand)) {
        operands.add(operand);
      }
    }
    return operands;
  }

  private Expression comparison(Random random) {
    Field field = fields.get(random.nextInt(fields.size()));
    if (random.nextInt(8) == 0) {
      return new Expression.Comparison(field, Operator.HAS, new Literal.Any());
    }
    Operator operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
    Literal literal = literal(random, field);
    boolean unordered =
        literal instanceof Literal.Wildcard
            || literal instanceof Literal.Flag
            || (field instanceof EventField known && !known.type().names().isEmpty());
    return new Expression.Comparison(
        field, unordered && operator.isOrdering() ? Operator.NOT_EQUAL : operator, literal);
  }

  private static Literal literal(Random random, Field field) {
    if (random.nextBoolean()) {
      // What is there, so that much matches.
      List<Literal> values = field.values(Events.FULL);
      if (!values.isEmpty()) {
        return values.get(random.nextInt(values.size()));
      }
    }
    return switch (field) {
      case AttributeField _ -> any(random);
      case EventField known ->
          switch (known.type()) {
            case TEXT -> textual(random);
            case STATUS, STAGE ->
                new Literal.Text(
                    known.type().names().get(random.nextInt(known.type().names().size())));
            case INTEGER -> new Literal.Decimal(BigDecimal.valueOf(random.nextInt(-50, 50)));
            case TIME -> new Literal.Time(time(random));
            case HEX -> new Literal.Text("ab".repeat(random.nextInt(33)));
          };
    };
  }

  private static Literal any(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> new Literal.Decimal(BigDecimal.valueOf(random.nextLong(), random.nextInt(-9, 30)));
      case 1 -> new Literal.Flag(random.nextBoolean());
      case 2 -> new Literal.Time(time(random));
      default -> textual(random);
    };
  }

  private static Instant time(Random random) {
    return Instant.ofEpochSecond(random.nextLong(-62135596800L, 253402300800L), random.nextInt(9));
  }

  private static Literal textual(Random random) {
    if (random.nextBoolean()) {
      return new Literal.Text(text(random));
    }
    List<String> parts = new ArrayList<>(List.of(text(random)));
    while (random.nextInt(3) == 0) {
      parts.add("e" + text(random));
    }
    parts.add(text(random));
    return new Literal.Wildcard(parts);
  }

  private static String text(Random random) {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private static boolean naive(Expression expression, EventView view) {
    return switch (expression) {
      case Expression.All _ -> true;
      case Expression.Not(Expression operand) -> naive(operand, view) ? false : true;
      case Expression.And(List<Expression> operands) -> {
        boolean all = true;
        for (Expression operand : operands) {
          all &= naive(operand, view);
        }
        yield all;
      }
      case Expression.Or(List<Expression> operands) -> {
        boolean some = false;
        for (Expression operand : operands) {
          some |= naive(operand, view);
        }
        yield some;
      }
      case Expression.Comparison comparison -> naive(comparison, view);
    };
  }

  private static boolean naive(Expression.Comparison comparison, EventView view) {
    List<Literal> values = comparison.field().values(view);
    if (comparison.literal() instanceof Literal.Any) {
      boolean attribute = comparison.field() instanceof AttributeField;
      return values.stream().anyMatch(value -> attribute || !value.equals(new Literal.Text("")));
    }
    boolean equal = values.stream().anyMatch(value -> pattern(comparison.literal(), value));
    boolean less = values.stream().anyMatch(value -> compare(value, comparison.literal()) < 0);
    boolean greater = values.stream().anyMatch(value -> compare(value, comparison.literal()) > 0);
    return switch (comparison.operator()) {
      case EQUAL, HAS -> equal;
      case NOT_EQUAL -> !equal;
      case LESS -> less;
      case LESS_OR_EQUAL -> less || equal;
      case GREATER -> greater;
      case GREATER_OR_EQUAL -> greater || equal;
    };
  }

  private static boolean pattern(Literal literal, Literal value) {
    if (literal instanceof Literal.Wildcard(List<String> parts)) {
      String regex = parts.stream().map(Pattern::quote).collect(Collectors.joining(".*"));
      return value instanceof Literal.Text(String text)
          && Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches();
    }
    return value.equals(literal);
  }

  private static int compare(Literal value, Literal literal) {
    if (value instanceof Literal.Text(String a) && literal instanceof Literal.Text(String b)) {
      int[] left = a.codePoints().toArray();
      int[] right = b.codePoints().toArray();
      return Arrays.compare(left, right);
    }
    if (value instanceof Literal.Decimal(BigDecimal a)
        && literal instanceof Literal.Decimal(BigDecimal b)) {
      return a.subtract(b).signum();
    }
    if (value instanceof Literal.Time(Instant a) && literal instanceof Literal.Time(Instant b)) {
      return a.isBefore(b) ? -1 : a.isAfter(b) ? 1 : 0;
    }
    return 0;
  }
}
