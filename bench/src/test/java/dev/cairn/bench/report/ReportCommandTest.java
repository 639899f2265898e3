package dev.cairn.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.bench.Ran;
import dev.cairn.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  private static final String RESULTS =
      """
      {"bench":"machine","cpu":"a processor","vectors":"AVX2","cores":2}
      {"bench":"append unary","throughput_per_s":61000.0,"references":{"echo_unary_per_s":100000.0},"ratios":{"unary_to_echo":0.61}}
      {"bench":"append lone","latency_ms":{"p50":0.4},"references":{"fdatasync_ms_p50":0.1},"ratios":{"lone_p50_to_fdatasync":4.0}}
      {"bench":"micro node_hash","throughput_per_s":5000000.0,"latency_ms":{"p50":1.2E-4},"references":{"message_digest_per_s":4000000.0}}
      {"bench":"scale stretch","size":1000000.0,"append_per_s":500000.0,"lmdb_entries_per_s":900000.0}
      {"bench":"scale stretch","size":2000000.0,"append_per_s":490000.0,"lmdb_entries_per_s":900000.0}
      {"bench":"failed","part":"tiles","reason":"exit code 1: no"}
      """;
  private static final String PAGE =
      """
      # Page
      <!-- figures: begin, written by cairn bench -->
      old
      <!-- figures: end -->
      the rest
      """;

  @TempDir Path folder;
  private Path page;
  private Path results;

  @BeforeEach
  void files() throws IOException {
    page = Files.writeString(folder.resolve("BENCHMARKS.md"), PAGE);
    results = Files.writeString(folder.resolve("results.json"), RESULTS);
  }

  private Ran report() {
    return Ran.of("report", "--from", results.toString(), "--docs", folder.toString());
  }

  @Test
  void writesTheTableBetweenItsLines() throws IOException {
    assertEquals(ExitCode.OK, report().exitCode());

    String text = Files.readString(page);
    assertTrue(text.startsWith("# Page\n") && text.endsWith("-->\nthe rest\n"), text);
    assertFalse(text.contains("old"), text);
    for (String row :
        List.of(
            "| unary durable append against raw gRPC echo | 61,000/s | 100,000/s | 0.61 | ≥ 0.6 | met |",
            "| lone durable append, p50, against fdatasync | 0.4 ms | 0.1 ms | 4 | ≤ 3 | **not met** |",
            "| `node_hash` | 5,000,000 | 0.12 µs | message digest | 4,000,000 | 1.25 |",
            "| processor | a processor |",
            "![scale rate](benchmarks/scale-rate.svg)",
            "**Failed:** tiles, exit code 1: no")) {
      assertTrue(text.contains(row), row + " in " + text);
    }
    assertFalse(text.contains("≥ 1.8"), "that goal is for AVX-512: " + text);
    assertTrue(text.contains("| not measured |"), text);
  }

  @Test
  void writesThePicturesThatThereAreFiguresFor() throws IOException {
    assertEquals(ExitCode.OK, report().exitCode());

    Set<String> names = new TreeSet<>();
    try (var files = Files.list(folder.resolve("benchmarks"))) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    assertEquals(
        Set.of(
            "goals.svg", "scale-rate.svg", "scale-proof.svg", "scale-disk.svg", "scale-memory.svg"),
        names);
  }

  @Test
  void writesTheSameAgain() throws IOException {
    var _ = report();
    String once = Files.readString(page);
    var _ = report();

    assertEquals(once, Files.readString(page));
  }

  @Test
  void leavesAPageWithoutAPlaceAlone() throws IOException {
    Files.writeString(page, "# Page\n");

    Ran ran = report();

    assertEquals(ExitCode.USAGE, ran.exitCode());
    assertTrue(ran.err().contains("has no place for figures"), ran.err());
    assertEquals("# Page\n", Files.readString(page));
  }

  @Test
  void refusesWhatIsNotAResult() throws IOException {
    Files.writeString(results, "{\"other\":1}\n");
    assertEquals(ExitCode.USAGE, report().exitCode());

    Files.delete(results);
    assertEquals(ExitCode.USAGE, report().exitCode());
    assertEquals(PAGE, Files.readString(page));
  }

  @Test
  void flagsNameNoPlace() {
    assertEquals(
        "-Xmx512m --add-modules=jdk.incubator.vector",
        Machine.flags(
            List.of(
                "-Xmx512m",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-XX:AOTCache=/home/x/cairn.aot",
                "-Xlog:aot=off",
                "--add-modules=jdk.incubator.vector")));
  }
}
