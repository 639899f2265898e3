package dev.cairn.bench.figures;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a benchmark found that is neither throughput nor latency.
 *
 * @param bench the benchmark's name
 * @param values a name ends with its unit, where it has one
 * @param errors what failed
 */
public record Values(String bench, Map<String, Double> values, long errors) {

  /** The object that {@code --json} prints. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("bench", bench);
    values.forEach((name, value) -> map.put(name, Round.digits(value)));
    map.put("errors", errors);
    return map;
  }

  /** The same for people, several lines. */
  public String text() {
    StringBuilder text = new StringBuilder(bench);
    values.forEach(
        (name, value) ->
            text.append("%n  %-32s %s".formatted(name.replace('_', ' '), Round.text(value))));
    return text.append("%n  %-32s %d".formatted("errors", errors)).toString();
  }
}
