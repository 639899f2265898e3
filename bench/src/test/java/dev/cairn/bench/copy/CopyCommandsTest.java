package dev.cairn.bench.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.bench.Ran;
import dev.cairn.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the commands for real; how fast copies are, is not checked. */
class CopyCommandsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"export", "mirror"})
  void printsOneObjectAndLeavesNothingBehind(String command) throws IOException {
    Ran ran = Ran.of(command, "--json", "--entries", "1000", "--dir", folder.toString());

    assertEquals(ExitCode.OK, ran.exitCode(), ran.err());
    JsonNode object = JsonMapper.shared().readTree(ran.out());
    assertEquals(0, object.get("errors").asInt(), ran.out());
    assertTrue(object.get("entries_per_s").asDouble() > 0, ran.out());
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }
}
