package dev.cairn.bench.report;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The results as Markdown. */
final class Table {
  private static final Map<String, String> NAMES = Map.of("cpu", "processor", "jdk", "JDK");
  private static final double MICROS_OF_A_MILLI = 1e3;
  private static final String ABSENT = "–";

  private final Results results;

  Table(Results results) {
    this.results = results;
  }

  /** All of it: goals, parts, stretches of growing logs, what failed, and the machine. */
  String markdown() {
    return goals() + parts() + stretches() + failures() + machine();
  }

  private String goals() {
    StringBuilder table =
        new StringBuilder(
            """
            | what | measured | reference | ratio | goal | |
            |---|---|---|---|---|---|
            """);
    Goals.of(results).forEach(goal -> table.append(row(goal)));
    return table.toString();
  }

  private String row(Goal goal) {
    OptionalDouble measured = results.figure(goal.bench(), goal.measured());
    OptionalDouble reference =
        goal.reference().isEmpty()
            ? OptionalDouble.empty()
            : results.figure(goal.bench(), goal.reference());
    boolean compared = measured.isPresent() && reference.isPresent();
    return "| %s | %s | %s | %s | %s | %s |%n"
        .formatted(
            goal.what(),
            text(measured, goal.unit()),
            text(reference, goal.unit()),
            compared ? Digits.of(measured.getAsDouble() / reference.getAsDouble()) : "",
            goal.bound().text(goal.isRatio() ? "" : goal.unit()),
            verdict(goal));
  }

  private static String text(OptionalDouble figure, String unit) {
    return figure.isPresent() ? Digits.of(figure.getAsDouble()) + unit : "";
  }

  private String verdict(Goal goal) {
    OptionalDouble reached = goal.reached(results);
    if (reached.isEmpty()) {
      return "not measured";
    }
    if (goal.bound() instanceof Bound.None) {
      return "";
    }
    return reached.getAsDouble() >= 1 ? "met" : "**not met**";
  }

  private String parts() {
    List<JsonNode> parts = results.startingWith("micro ");
    return parts.isEmpty()
        ? ""
        : """

          | part, and its size | a second | p50 | reference | a second | ratio |
          |---|---|---|---|---|---|
          """
            + parts.stream().map(Table::part).collect(Collectors.joining());
  }

  private static String part(JsonNode part) {
    Map.Entry<String, JsonNode> reference = part.path("references").properties().iterator().next();
    double perSecond = part.path("throughput_per_s").asDouble();
    double referencePerSecond = reference.getValue().asDouble();
    return "| `%s` | %s | %s µs | %s | %s | %s |%n"
        .formatted(
            Results.name(part).substring("micro ".length()),
            Digits.of(perSecond),
            Digits.of(part.path("latency_ms").path("p50").asDouble() * MICROS_OF_A_MILLI),
            reference.getKey().replaceAll("_per_s$", "").replace('_', ' '),
            Digits.of(referencePerSecond),
            Digits.of(perSecond / referencePerSecond));
  }

  private String stretches() {
    List<JsonNode> stretches = results.all("scale stretch");
    return stretches.isEmpty()
        ? ""
        : """

          | entries | appends/s | bare LMDB/s | proof over gRPC, p50 | p99 | bytes beyond | heap used | anonymous |
          |---|---|---|---|---|---|---|---|
          """
            + stretches.stream().map(Table::stretch).collect(Collectors.joining());
  }

  private static String stretch(JsonNode stretch) {
    return "| %s | %s | %s | %s ms | %s ms | %s | %s MiB | %s MiB |%n"
        .formatted(
            digits(stretch, "size"),
            digits(stretch, "append_per_s"),
            digits(stretch, "lmdb_entries_per_s"),
            digits(stretch, "proof_ms_p50"),
            digits(stretch, "proof_ms_p99"),
            digits(stretch, "disk_bytes_beyond_entry"),
            digits(stretch, "used_heap_mib"),
            digits(stretch, "anonymous_mib"));
  }

  private static String digits(JsonNode object, String name) {
    return Digits.of(object.path(name).asDouble());
  }

  private String failures() {
    return results.all("failed").stream()
        .map(
            failed ->
                "%n**Failed:** %s, %s%n"
                    .formatted(failed.path("part").asString(), failed.path("reason").asString()))
        .collect(Collectors.joining());
  }

  private String machine() {
    return results
        .last(Machine.BENCH)
        .map(
            machine ->
                "\n| the machine | |\n|---|---|\n"
                    + machine.properties().stream()
                        .filter(field -> !field.getKey().equals("bench"))
                        .map(Table::field)
                        .collect(Collectors.joining()))
        .orElse("\nThe machine is not known.\n");
  }

  private static String field(Map.Entry<String, JsonNode> field) {
    String value = field.getValue().asString();
    return "| %s | %s |%n"
        .formatted(
            NAMES.getOrDefault(field.getKey(), field.getKey().replace('_', ' ')),
            value.isEmpty() ? ABSENT : value);
  }
}
