package dev.cairn.bench.all;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.bench.Ran;
import dev.cairn.bench.report.Results;
import dev.cairn.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs parts for real; how fast they are, is not checked. */
class AllCommandTest {
  @TempDir Path folder;

  private static List<String> benches(Ran ran) {
    return ran.out()
        .lines()
        .map(JsonMapper.shared()::readTree)
        .map(object -> object.get("bench").asString())
        .toList();
  }

  private Path page() throws IOException {
    return Files.writeString(
        folder.resolve("BENCHMARKS.md"),
        "<!-- figures: begin, written by cairn bench -->\n<!-- figures: end -->\n");
  }

  @Test
  void partsRunAndWriteThePage() throws IOException {
    Path page = page();
    Ran ran =
        Ran.of(
            "all",
            "--quick",
            "--json",
            "--part",
            "fsck",
            "--part",
            "micro",
            "--dir",
            folder.toString(),
            "--docs",
            folder.toString());

    assertEquals(ExitCode.OK, ran.exitCode(), ran.err());
    assertEquals(List.of("machine", "fsck", "micro node_hash"), benches(ran));
    JsonNode machine = JsonMapper.shared().readTree(ran.out().lines().findFirst().orElseThrow());
    for (String field : List.of("cpu", "kernel", "file_system", "jdk", "flags")) {
      assertTrue(machine.has(field), field);
    }
    String text = Files.readString(page);
    assertTrue(text.contains("| `node_hash` |"), text);
    assertTrue(text.contains("the figures mean nothing"), text);
    assertTrue(Files.exists(folder.resolve("benchmarks/goals.svg")));
    try (var files = Files.list(folder)) {
      assertEquals(2, files.count(), "page and pictures are all that is left");
    }
  }

  @Test
  void aPartThatFailsIsToldAndTheOthersGoOn() {
    Ran ran =
        Ran.of(
            "all",
            "--quick",
            "--json",
            "--part",
            "append unary paced",
            "--part",
            "export",
            "--dir",
            folder.toString());

    assertEquals(ExitCode.CHECK_FAILED, ran.exitCode());
    assertEquals(List.of("machine", "failed", "export"), benches(ran));
    assertTrue(ran.err().contains("append unary paced failed"), ran.err());
  }

  @Test
  void refusesUnknownPartsAndPages() {
    assertEquals(ExitCode.USAGE, Ran.of("all", "--part", "nothing").exitCode());
    assertEquals(ExitCode.USAGE, Ran.of("all", "--docs", folder.toString()).exitCode());
  }

  @Test
  void anOpenLoopRunsAtHalfOfWhatWasFound() {
    Part paced =
        Part.full().stream()
            .filter(part -> part.name().equals("append batch paced"))
            .findFirst()
            .orElseThrow();
    Results found = new Results();

    assertEquals(Optional.empty(), paced.arguments(found));
    assertTrue(found.add("{\"bench\":\"append batch\",\"throughput_per_s\":500001.0}"));
    assertEquals(
        List.of("--rate", "250001"),
        paced.arguments(found).orElseThrow().reversed().subList(0, 2).reversed());
  }

  @Test
  void aProgramThatEndsBadlySaysWhy() throws IOException, InterruptedException {
    String reason = new PartProcess(folder).run(List.of("micro", "no_such_subject"), _ -> {});

    assertTrue(reason.startsWith("exit code 2: cairn: no benchmark's name"), reason);
  }
}
