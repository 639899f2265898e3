package dev.cairn.event.filter;

import java.util.List;

/**
 * A filter as a tree, in normal form: an {@link And} has no {@link And} in it, nor an {@link Or} an
 * {@link Or}, and {@link All} stands alone. Its {@code toString} is canonical, and reads as an
 * equal expression.
 */
public sealed interface Expression {

  /** Everything. */
  record All() implements Expression {
    @Override
    public String toString() {
      return "";
    }
  }

  /**
   * All of several.
   *
   * @param operands at least two
   */
  record And(List<Expression> operands) implements Expression {
    /** Refuses what is not in normal form. */
    public And {
      operands = List.copyOf(operands);
      require(operands.size() >= 2);
      operands.forEach(operand -> require(!(operand instanceof All || operand instanceof And)));
    }

    @Override
    public String toString() {
      return CanonicalText.of(this);
    }
  }

  /**
   * One of several.
   *
   * @param operands at least two
   */
  record Or(List<Expression> operands) implements Expression {
    /** Refuses what is not in normal form. */
    public Or {
      operands = List.copyOf(operands);
      require(operands.size() >= 2);
      operands.forEach(operand -> require(!(operand instanceof All || operand instanceof Or)));
    }

    @Override
    public String toString() {
      return CanonicalText.of(this);
    }
  }

  /** The contrary. */
  record Not(Expression operand) implements Expression {
    /** Refuses what is not in normal form. */
    public Not {
      require(!(operand instanceof All));
    }

    @Override
    public String toString() {
      return CanonicalText.of(this);
    }
  }

  /**
   * A field compared with a value.
   *
   * @param literal of a type that the field can have
   */
  record Comparison(Field field, Operator operator, Literal literal) implements Expression {
    /** Refuses what has no meaning. */
    public Comparison {
      require(!(literal instanceof Literal.Any) || operator == Operator.HAS);
      require(
          !operator.isOrdering()
              || !(literal instanceof Literal.Wildcard || literal instanceof Literal.Flag));
    }

    @Override
    public String toString() {
      return CanonicalText.of(this);
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("not a filter in normal form");
    }
  }
}
