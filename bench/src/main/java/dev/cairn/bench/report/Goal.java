package dev.cairn.bench.report;

import java.util.OptionalDouble;

/**
 * A row of the table: what was measured, what it is compared to, and what it has to be. A path is
 * that of {@link Results#figure}; an empty one names nothing.
 *
 * @param what in words
 * @param bench the benchmark that measures it
 * @param measured the path of the figure
 * @param unit of the figure, with a leading space where there is to be one
 * @param reference the path of what the machine does without Cairn
 * @param judged the path of what the bound is about: a ratio, or the figure itself
 * @param bound on what is judged
 * @param wide whether the bound is only for machines with AVX-512
 */
record Goal(
    String what,
    String bench,
    String measured,
    String unit,
    String reference,
    String judged,
    Bound bound,
    boolean wide) {

  /** A figure with a bound of its own. */
  static Goal figure(String what, String bench, String measured, String unit, Bound bound) {
    return new Goal(what, bench, measured, unit, "", measured, bound, false);
  }

  /** A figure whose ratio to a reference has a bound. */
  static Goal ratio(
      String what,
      String bench,
      String measured,
      String unit,
      String reference,
      String ratio,
      Bound bound) {
    return new Goal(what, bench, measured, unit, reference, ratio, bound, false);
  }

  /** The same, where the processor has AVX-512. */
  Goal onWideVectors() {
    return new Goal(what, bench, measured, unit, reference, judged, bound, true);
  }

  /** Whether a ratio is judged, not the figure. */
  boolean isRatio() {
    return !judged.equals(measured);
  }

  /** How far it is reached, 1 or more is met; none if it was not measured. */
  OptionalDouble reached(Results results) {
    OptionalDouble figure = results.figure(bench, judged);
    return figure.isPresent()
        ? OptionalDouble.of(bound.reached(figure.getAsDouble()))
        : OptionalDouble.empty();
  }
}
