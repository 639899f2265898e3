package dev.cairn.event.filter;

/** A filter over events. Immutable; equal to another that has the same expression. */
public final class Filter {
  /** The most bytes of UTF-8 that a filter may have. */
  public static final int MAX_BYTES = 4_096;

  /** The most parentheses that may be open at a time. */
  public static final int MAX_DEPTH = 32;

  /** The most comparisons that a filter may have. */
  public static final int MAX_COMPARISONS = 256;

  /** Lets everything through. */
  public static final Filter ALL = new Filter(new Expression.All());

  private final Expression expression;

  private Filter(Expression expression) {
    this.expression = expression;
  }

  /**
   * Reads a filter. An empty one, or one of nothing but spaces, is {@link #ALL}.
   *
   * @throws FilterException with the position of what cannot be read
   */
  public static Filter parse(String text) throws FilterException {
    return new Filter(new Parser(text, MAX_BYTES).parse());
  }

  /** The filter of an expression. */
  public static Filter of(Expression expression) {
    return new Filter(expression);
  }

  /** Whether the filter lets an event through. */
  public boolean matches(EventView view) {
    return Matching.matches(expression, view);
  }

  /** The filter as a tree. */
  public Expression expression() {
    return expression;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Filter filter && filter.expression.equals(expression);
  }

  @Override
  public int hashCode() {
    return expression.hashCode();
  }

  /**
   * The filter in canonical form: filters of equal expressions have the same. It reads as an equal
   * filter, unless it has become longer than {@link #MAX_BYTES}.
   */
  @Override
  public String toString() {
    return expression.toString();
  }
}
