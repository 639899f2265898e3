package dev.cairn.bench.tiles;

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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the command for real; how fast tiles are, is not checked. */
class TilesCommandTest {
  @TempDir Path folder;

  private Ran run(String entries, String duration) {
    return Ran.of(
        "tiles",
        "--json",
        "--entries",
        entries,
        "--connections",
        "4",
        "--duration",
        duration,
        "--warm-up",
        "0",
        "--dir",
        folder.toString());
  }

  @Test
  void printsTwoObjectsAndLeavesNothingBehind() throws IOException {
    Ran ran = run("1000", "1");

    assertEquals(ExitCode.OK, ran.exitCode(), ran.err());
    List<JsonNode> objects = ran.out().lines().map(JsonMapper.shared()::readTree).toList();
    assertEquals(
        List.of("tiles", "appends beside tiles"),
        objects.stream().map(object -> object.get("bench").asString()).toList());
    objects.forEach(object -> assertEquals(0, object.get("errors").asInt()));
    assertTrue(objects.getFirst().get("throughput_per_s").asDouble() > 0, ran.out());
    assertTrue(
        objects.getFirst().get("ratios").get("tiles_to_plain_jetty").asDouble() > 0, ran.out());
    assertTrue(objects.get(1).get("appends_beside_reads_per_s").asDouble() > 0, ran.out());
    assertTrue(objects.get(1).get("tiles_read_per_s").asDouble() > 0, ran.out());
    try (var files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void aLogWithoutAFullTileIsWrongUsage() {
    Ran ran = run("255", "1");

    assertEquals(ExitCode.USAGE, ran.exitCode());
    assertTrue(ran.err().contains("--entries must be 256 to"), ran.err());
  }
}
