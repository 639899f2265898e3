package dev.cairn.bench.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.bench.Ran;
import dev.cairn.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the command for real; how fast calls are, is not checked. */
class InterceptorCommandTest {
  @TempDir Path folder;

  @Test
  void everyCallIsAnEventOfTheLog() throws IOException {
    Ran ran =
        Ran.of("interceptor", "--json", "--duration", "1", "--warm-up", "0", "--dir", folder + "");

    assertEquals(ExitCode.OK, ran.exitCode(), ran.err());
    List<JsonNode> objects = ran.out().lines().map(JsonMapper.shared()::readTree).toList();
    assertEquals(
        List.of("interceptor lone", "interceptor many"),
        objects.stream().map(object -> object.get("bench").asString()).toList());
    for (JsonNode object : objects) {
      assertEquals(0, object.get("errors").asInt());
      assertTrue(object.get("without_us_p50").asDouble() > 0, ran.out());
      assertTrue(object.get("with_us_p50").asDouble() > 0, ran.out());
      assertTrue(object.get("calls").asDouble() > 0, ran.out());
      assertEquals(object.get("calls"), object.get("events"));
    }
    try (var files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--duration 0", "--warm-up -1"})
  void refusesWhatCannotBeMeasured(String arguments) {
    Ran ran = Ran.of("interceptor", arguments.split(" "));

    assertEquals(ExitCode.USAGE, ran.exitCode());
    assertEquals("", ran.out());
  }
}
