package dev.cairn.bench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * One axis.
 *
 * @param label what it is of, with the unit
 * @param logarithmic whether equal ratios have equal lengths; then all values are above 0
 */
public record Axis(String label, boolean logarithmic) {
  private static final int TICKS = 5;

  /** An axis from 0 on. */
  public static Axis linear(String label) {
    return new Axis(label, false);
  }

  /** An axis of ratios. */
  public static Axis log(String label) {
    return new Axis(label, true);
  }

  /** What of the axis is shown. */
  record Shown(Axis axis, double from, double to) {
    /** Where a value is, 0 at the beginning and 1 at the end. */
    double place(double value) {
      return axis.logarithmic
          ? Math.log(value / from) / Math.log(to / from)
          : (value - from) / (to - from);
    }

    /** The values to write beside it, ascending. */
    List<Double> ticks() {
      return axis.logarithmic ? logTicks() : linearTicks();
    }

    private List<Double> linearTicks() {
      double step = step(to - from);
      return DoubleStream.iterate(from, tick -> tick <= to + step / 2, tick -> tick + step)
          .boxed()
          .toList();
    }

    /** Powers of ten; where there are few of them, their multiples by 2 and 5 as well. */
    private List<Double> logTicks() {
      boolean few = to / from < 1_000;
      List<Double> ticks = new ArrayList<>();
      for (double power = Math.pow(10, Math.floor(Math.log10(from))); power <= to; power *= 10) {
        for (double tick :
            few ? new double[] {power, 2 * power, 5 * power} : new double[] {power}) {
          if (tick >= from * 0.999 && tick <= to * 1.001) {
            ticks.add(tick);
          }
        }
      }
      return ticks;
    }
  }

  /** Shows all values; the ends are round numbers where the axis is linear. */
  Shown around(double[] values) {
    double least = DoubleStream.of(values).min().orElse(1);
    double most = DoubleStream.of(values).max().orElse(1);
    if (logarithmic) {
      return new Shown(this, least, most > least ? most : least * 10);
    }
    double step = step(most > 0 ? most : 1);
    return new Shown(this, 0, Math.max(step, Math.ceil(most / step) * step));
  }

  /** The distance of about five ticks: 1, 2 or 5 of a power of ten. */
  private static double step(double range) {
    double rough = range / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double digit = rough / power;
    return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
  }

  /** A number in a few characters, such as 2.5M. */
  static String brief(double value) {
    if (value >= 1e9) {
      return digits(value / 1e9) + "G";
    }
    if (value >= 1e6) {
      return digits(value / 1e6) + "M";
    }
    return value >= 1e3 ? digits(value / 1e3) + "k" : digits(value);
  }

  private static String digits(double value) {
    String text = String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.3g", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }
}
