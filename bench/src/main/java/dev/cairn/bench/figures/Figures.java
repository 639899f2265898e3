package dev.cairn.bench.figures;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a benchmark found.
 *
 * @param bench the benchmark's name
 * @param unit what is counted, such as entries
 * @param throughputPerSecond how many of the unit a second
 * @param latency how long one request took
 * @param references what the machine does without Cairn; a name ends with its unit
 * @param ratios this against the references
 * @param errors what failed, counted in the unit
 * @param seconds how long was measured, without warm-up and references
 */
public record Figures(
    String bench,
    String unit,
    double throughputPerSecond,
    Latency latency,
    Map<String, Double> references,
    Map<String, Double> ratios,
    long errors,
    double seconds) {

  /** The object that {@code --json} prints. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("bench", bench);
    map.put("throughput_per_s", Round.digits(throughputPerSecond));
    map.put("latency_ms", latency.toMap());
    map.put("references", rounded(references));
    map.put("ratios", rounded(ratios));
    map.put("errors", errors);
    map.put("seconds", Round.digits(seconds));
    return map;
  }

  private static Map<String, Double> rounded(Map<String, Double> values) {
    Map<String, Double> map = new LinkedHashMap<>();
    values.forEach((name, value) -> map.put(name, Round.digits(value)));
    return map;
  }

  /** The same for people, several lines. */
  public String text() {
    return """
    %s
      throughput   %s %s/s
      latency      %s
      references   %s
      ratios       %s
      errors       %d in %s s\
    """
        .formatted(
            bench,
            Round.text(throughputPerSecond),
            unit,
            latency.text(),
            list(references),
            list(ratios),
            errors,
            Round.text(seconds));
  }

  private static String list(Map<String, Double> values) {
    return values.entrySet().stream()
        .map(value -> value.getKey() + " " + Round.text(value.getValue()))
        .collect(Collectors.joining("   "));
  }
}
