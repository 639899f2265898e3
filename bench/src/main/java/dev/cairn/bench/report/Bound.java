package dev.cairn.bench.report;

/** What a figure has to be. */
sealed interface Bound {
  /** No less. */
  record AtLeast(double value) implements Bound {}

  /** No more. */
  record AtMost(double value) implements Bound {}

  /** Anything: it is only told. */
  record None() implements Bound {}

  /** How far it is reached: 1 or more is met. */
  default double reached(double figure) {
    return switch (this) {
      case AtLeast least -> figure / least.value();
      case AtMost most -> figure == 0 ? Double.MAX_VALUE : most.value() / figure;
      case None _ -> 1;
    };
  }

  /** As in a table. */
  default String text(String unit) {
    return switch (this) {
      case AtLeast least -> "≥ " + Digits.of(least.value()) + unit;
      case AtMost most -> "≤ " + Digits.of(most.value()) + unit;
      case None _ -> "";
    };
  }
}
