package dev.cairn.bench.report;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The objects that benchmarks printed, in their order. Not safe for several threads. */
public final class Results {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Splitter STEPS = Splitter.on('/');

  private final List<JsonNode> objects = new ArrayList<>();

  /**
   * Reads a file with an object a line.
   *
   * @throws IOException if it cannot be read, or a line is no object; the message names it
   */
  public static Results read(Path file) throws IOException {
    Results results = new Results();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !results.add(line)) {
        throw new IOException(file + " has a line that is no benchmark's: " + line);
      }
    }
    return results;
  }

  /** Adds an object; whether the line is one of a benchmark. */
  public boolean add(String line) {
    try {
      JsonNode object = JSON.readTree(line);
      return object.path("bench").isString() && objects.add(object);
    } catch (JacksonException e) {
      return false;
    }
  }

  /** All objects of a benchmark. */
  List<JsonNode> all(String bench) {
    return objects.stream().filter(object -> name(object).equals(bench)).toList();
  }

  /** Those of all benchmarks whose name begins so. */
  List<JsonNode> startingWith(String prefix) {
    return objects.stream().filter(object -> name(object).startsWith(prefix)).toList();
  }

  /** The last object of a benchmark. */
  Optional<JsonNode> last(String bench) {
    List<JsonNode> all = all(bench);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /** The name of an object's benchmark. */
  static String name(JsonNode object) {
    return object.path("bench").asString();
  }

  /**
   * A figure of a benchmark.
   *
   * @param path the names that lead to it, with slashes between them
   */
  public OptionalDouble figure(String bench, String path) {
    return last(bench).map(object -> figure(object, path)).orElse(OptionalDouble.empty());
  }

  static OptionalDouble figure(JsonNode object, String path) {
    JsonNode node = object;
    for (String step : STEPS.split(path)) {
      node = node.path(step);
    }
    return node.isNumber() ? OptionalDouble.of(node.asDouble()) : OptionalDouble.empty();
  }

  /** A text of a benchmark; empty if there is none. */
  String text(String bench, String name) {
    return last(bench).map(object -> object.path(name).asString("")).orElse("");
  }
}
