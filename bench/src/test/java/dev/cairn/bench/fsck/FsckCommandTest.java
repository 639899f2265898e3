package dev.cairn.bench.fsck;

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

/** Runs the command for real; how fast it is, is not checked. */
class FsckCommandTest {
  @TempDir Path folder;

  @Test
  void printsOneObjectAndLeavesNothingBehind() throws IOException {
    Ran ran = Ran.of("fsck", "--entries", "1k", "--json", "--dir", folder.toString());

    assertEquals(ExitCode.OK, ran.exitCode(), ran.err());
    JsonNode object = JsonMapper.shared().readTree(ran.out());
    for (String figure : List.of("entries_per_s", "sha256_entries_per_s", "ratio_to_sha256")) {
      assertTrue(object.get(figure).asDouble() > 0, figure);
    }
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void refusesNothingToCheck() {
    assertEquals(ExitCode.USAGE, Ran.of("fsck", "--entries", "0").exitCode());
  }
}
