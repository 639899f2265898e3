package dev.cairn.bench.figures;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Figures with no more digits than a benchmark can mean. */
final class Round {
  private static final MathContext FOUR_DIGITS = new MathContext(4);

  private Round() {}

  /** Four significant digits. */
  static double digits(double value) {
    return Double.isFinite(value) ? new BigDecimal(value).round(FOUR_DIGITS).doubleValue() : 0;
  }

  /** Four significant digits, with thousands set apart. */
  static String text(double value) {
    double rounded = digits(value);
    return rounded >= 1_000
        ? String.format(Locale.ROOT, "%,.0f", rounded)
        : new BigDecimal(Double.toString(rounded)).stripTrailingZeros().toPlainString();
  }
}
