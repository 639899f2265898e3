package dev.cairn.server.search;

import dev.cairn.event.filter.EventField;
import dev.cairn.event.filter.Expression;
import dev.cairn.event.filter.Expression.Comparison;
import dev.cairn.event.filter.Field;
import dev.cairn.event.filter.Literal;
import dev.cairn.event.filter.Operator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a segment may match an expression: all that do, and some that do not. What the
 * index does not know counts as possible, and so does its contrary: therefore a NOT is carried down
 * to the comparisons, instead of taking the complement of what is merely possible.
 */
final class Candidates {
  private final Expression expression;
  private final TermHasher hasher = new TermHasher();

  Candidates(Expression expression) {
    this.expression = expression;
  }

  /** The positions of events that may match; empty without looking where the times rule it out. */
  Bitmap in(Segment segment) {
    if (!isPossible(expression, false, segment)) {
      return new Bitmap();
    }
    return new Evaluation(segment).positions(expression, false);
  }

  /** Whether the segment's times leave any event possible. */
  private static boolean isPossible(Expression expression, boolean negated, Segment segment) {
    return switch (expression) {
      case Expression.All _ -> true;
      case Expression.Not(Expression operand) -> isPossible(operand, !negated, segment);
      case Expression.And(List<Expression> operands) ->
          negated
              ? operands.stream().anyMatch(operand -> isPossible(operand, true, segment))
              : operands.stream().allMatch(operand -> isPossible(operand, false, segment));
      case Expression.Or(List<Expression> operands) ->
          negated
              ? operands.stream().allMatch(operand -> isPossible(operand, true, segment))
              : operands.stream().anyMatch(operand -> isPossible(operand, false, segment));
      case Comparison comparison ->
          column(comparison.field())
              .map(column -> isPossible(comparison, negated, segment.range(column)))
              .orElse(true);
    };
  }

  private static Optional<BlockTimes.Column> column(Field field) {
    if (field == EventField.OCCURRED_TIME) {
      return Optional.of(BlockTimes.Column.OCCURRED);
    }
    return field == EventField.RECEIVE_TIME
        ? Optional.of(BlockTimes.Column.RECEIVED)
        : Optional.empty();
  }

  /** Whether a time of a range, in whole seconds, may compare so. */
  private static boolean isPossible(
      Comparison comparison, boolean negated, BlockTimes.Range range) {
    if (range.min() > range.max()) {
      return false;
    }
    if (!(comparison.literal() instanceof Literal.Time(var time))) {
      return true;
    }
    long second = time.getEpochSecond();
    Operator operator = negated ? Contraries.of(comparison.operator()) : comparison.operator();
    return switch (operator) {
      case LESS, LESS_OR_EQUAL -> range.min() <= second;
      case GREATER, GREATER_OR_EQUAL -> range.max() >= second;
      case EQUAL, HAS -> range.min() <= second && second <= range.max();
      case NOT_EQUAL -> true;
    };
  }

  /** One segment's evaluation. What it returns is the caller's own. */
  private final class Evaluation {
    private final Segment segment;
    // Long to read, and most searches do not need it.
    private @Nullable Bitmap every;

    Evaluation(Segment segment) {
      this.segment = segment;
    }

    private Bitmap every() {
      Bitmap known = every;
      if (known == null) {
        known = new Bitmap();
        segment.addPositions(TermHasher.EVERY, known);
        every = known;
      }
      return known;
    }

    Bitmap positions(Expression part, boolean negated) {
      return switch (part) {
        case Expression.All _ -> every().copy();
        case Expression.Not(Expression operand) -> positions(operand, !negated);
        case Expression.And(List<Expression> operands) -> combine(operands, negated, !negated);
        case Expression.Or(List<Expression> operands) -> combine(operands, negated, negated);
        case Comparison comparison -> positions(comparison, negated);
      };
    }

    private Bitmap combine(List<Expression> operands, boolean negated, boolean and) {
      Bitmap result = positions(operands.getFirst(), negated);
      for (Expression operand : operands.subList(1, operands.size())) {
        if (and && result.isEmpty()) {
          return result;
        }
        Bitmap more = positions(operand, negated);
        result = and ? result.and(more) : result.or(more);
      }
      return result;
    }

    private Bitmap positions(Comparison comparison, boolean negated) {
      Optional<BlockTimes.Column> column = column(comparison.field());
      if (column.isPresent()) {
        return inTime(comparison, negated, column.get());
      }
      Optional<Term> term = term(comparison);
      if (term.isEmpty()) {
        return every().copy();
      }
      Bitmap having = new Bitmap();
      segment.addPositions(term.get(), having);
      boolean contrary = negated != (comparison.operator() == Operator.NOT_EQUAL);
      return contrary ? every().copy().without(having) : having;
    }

    private Bitmap inTime(Comparison comparison, boolean negated, BlockTimes.Column column) {
      BlockTimes times = segment.times();
      Bitmap possible = new Bitmap();
      for (int block = 0; block < times.blocks(); block++) {
        if (isPossible(comparison, negated, times.range(block, column))) {
          int start = block * BlockTimes.BLOCK;
          possible.add(start, start + BlockTimes.BLOCK);
        }
      }
      return possible.and(every());
    }
  }

  /** The term that says exactly whether two things are equal, if the index has it. */
  private Optional<Term> term(Comparison comparison) {
    return !comparison.operator().isOrdering()
            && comparison.literal() instanceof Literal.Text(String text)
            && !text.isEmpty()
        ? IndexedField.of(comparison.field()).map(field -> hasher.term(field, text))
        : Optional.empty();
  }

  /** Operators and what holds when they do not; of a time that is there. */
  private static final class Contraries {
    private Contraries() {}

    static Operator of(Operator operator) {
      return switch (operator) {
        case EQUAL, HAS -> Operator.NOT_EQUAL;
        case NOT_EQUAL -> Operator.EQUAL;
        case LESS -> Operator.GREATER_OR_EQUAL;
        case LESS_OR_EQUAL -> Operator.GREATER;
        case GREATER -> Operator.LESS_OR_EQUAL;
        case GREATER_OR_EQUAL -> Operator.LESS;
      };
    }
  }
}
