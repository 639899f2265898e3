package dev.cairn.bench.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.bench.Ran;
import dev.cairn.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the command for real; how fast it is, is not checked. */
class ScaleCommandTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"none, scale", "entry, scale with keys of entries"})
  void printsEachMarkAndASummary(String keys, String name) throws IOException {
    Ran ran =
        Ran.of(
            "scale",
            "--entries",
            "10k",
            "--keys",
            keys,
            "--warm-up",
            "0",
            "--json",
            "--dir",
            folder.toString());

    assertEquals(ExitCode.OK, ran.exitCode(), ran.err());
    List<JsonNode> objects = ran.out().lines().map(JsonMapper.shared()::readTree).toList();
    List<Long> marks = new ScalePlan(10_000, 200, Keys.NONE, Duration.ZERO).marks();
    assertEquals(marks.size() + 1, objects.size(), ran.out());
    assertEquals(
        marks, objects.subList(0, marks.size()).stream().map(o -> o.get("size").asLong()).toList());
    for (String figure :
        List.of("append_per_s", "lmdb_entries_per_s", "proof_ms_p50", "used_heap_mib")) {
      assertTrue(objects.getFirst().get(figure).asDouble() > 0, figure);
    }
    JsonNode summary = objects.getLast();
    assertEquals(name, summary.get("bench").asString());
    assertEquals(10_000, summary.get("entries").asInt());
    assertTrue(summary.get("proof_in_process_us_p50").asDouble() > 0, ran.out());
    assertTrue(summary.get("disk_bytes_beyond_entry").asDouble() > 32, "at least the leaf hashes");
    try (var files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void marksAreRoundAndEndWithTheWhole() {
    List<Long> marks = new ScalePlan(20_000_000, 200, Keys.NONE, Duration.ZERO).marks();

    assertEquals(
        List.of(1L, 2L, 4L, 5L, 6L, 8L, 10L, 12L, 14L, 16L, 18L, 20L),
        marks.stream().map(mark -> mark / 1_000_000).toList());
  }

  @Test
  void needsRoomForEntriesAndKeys() {
    ScalePlan plain = new ScalePlan(100_000_000, 200, Keys.NONE, Duration.ZERO);
    ScalePlan keyed = new ScalePlan(100_000_000, 200, Keys.ENTRY, Duration.ZERO);

    assertTrue(plain.neededBytes() > 100_000_000L * 264);
    assertTrue(keyed.neededBytes() > plain.neededBytes());
    assertThrows(
        IllegalArgumentException.class, () -> new ScalePlan(10, 200, Keys.NONE, Duration.ZERO));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10G", "9999", "1x", "11G"})
  void refusesWhatCannotBeGrown(String entries) {
    Ran ran = Ran.of("scale", "--entries", entries, "--dir", folder.toString());

    assertEquals(ExitCode.USAGE, ran.exitCode(), ran.err());
    assertEquals("", ran.out());
  }
}
