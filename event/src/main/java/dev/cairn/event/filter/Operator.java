package dev.cairn.event.filter;

/** How a field is compared with a value. */
public enum Operator {
  /** {@code =}: some value of the field is that one. */
  EQUAL("="),
  /** {@code !=}: unless {@link #EQUAL} holds. */
  NOT_EQUAL("!="),
  /** {@code <}. */
  LESS("<"),
  /** {@code <=}. */
  LESS_OR_EQUAL("<="),
  /** {@code >}. */
  GREATER(">"),
  /** {@code >=}. */
  GREATER_OR_EQUAL(">="),
  /** {@code :}, as {@link #EQUAL}, or with {@link Literal.Any} whether there is a value. */
  HAS(":");

  private final String sign;

  Operator(String sign) {
    this.sign = sign;
  }

  /** Whether it asks for the order of values, and not only for their equality. */
  public boolean isOrdering() {
    return switch (this) {
      case EQUAL, NOT_EQUAL, HAS -> false;
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
    };
  }

  /** As it is written. */
  @Override
  public String toString() {
    return sign;
  }
}
