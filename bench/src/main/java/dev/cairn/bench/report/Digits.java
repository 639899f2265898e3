package dev.cairn.bench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Figures as in a table. */
final class Digits {
  private static final MathContext THREE = new MathContext(3);
  private static final MathContext FOUR = new MathContext(4);

  private Digits() {}

  /** Three significant digits, four of large numbers, with thousands set apart. */
  static String of(double value) {
    if (value >= 1_000) {
      return String.format(Locale.ROOT, "%,.0f", new BigDecimal(value).round(FOUR));
    }
    BigDecimal rounded = new BigDecimal(value).round(THREE);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
