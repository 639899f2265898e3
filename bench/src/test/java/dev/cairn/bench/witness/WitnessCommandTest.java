package dev.cairn.bench.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.bench.Ran;
import dev.cairn.bench.process.CairnWitness;
import dev.cairn.bench.process.Workspace;
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

/** Runs the command for real; how fast the witness is, is not checked. */
class WitnessCommandTest {
  @TempDir Path folder;

  private Ran run(String logs, String concurrency, String startLogs) {
    return Ran.of(
        "witness",
        "--json",
        "--logs",
        logs,
        "--concurrency",
        concurrency,
        "--start-logs",
        startLogs,
        "--duration",
        "1",
        "--warm-up",
        "0",
        "--dir",
        folder.toString());
  }

  @Test
  void printsThreeObjectsAndLeavesNothingBehind() throws IOException {
    Ran ran = run("20", "4", "30");

    assertEquals(ExitCode.OK, ran.exitCode(), ran.err());
    List<JsonNode> objects = ran.out().lines().map(JsonMapper.shared()::readTree).toList();
    assertEquals(
        List.of("witness add-checkpoint", "witness after load", "witness start"),
        objects.stream().map(object -> object.get("bench").asString()).toList());
    objects.forEach(object -> assertEquals(0, object.get("errors").asInt()));
    JsonNode load = objects.getFirst();
    assertTrue(load.get("throughput_per_s").asDouble() > 0, ran.out());
    assertTrue(load.get("latency_ms").get("p999").asDouble() > 0, ran.out());
    assertPositive(
        load.get("references"),
        "ed25519_verify_and_sign_per_s",
        "fdatasync_per_s",
        "fdatasync_ms_p50",
        "echo_http_per_s");
    assertPositive(
        load.get("ratios"), "witness_to_ed25519", "witness_to_fdatasync", "witness_to_echo");
    assertPositive(objects.get(1), "verified_cosignatures", "used_heap_mib", "live_heap_mib");
    assertEquals(256, objects.get(1).get("most_heap_mib").asInt());
    assertEquals(30, objects.get(2).get("logs").asInt());
    assertPositive(
        objects.get(2), "first_start_s", "start_s", "start_with_list_s", "start_used_heap_mib");
    try (var files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  private static void assertPositive(JsonNode object, String... names) {
    for (String name : names) {
      assertTrue(object.path(name).asDouble() > 0, name);
    }
  }

  @Test
  void aWitnessThatRefusesIsAFailure() {
    Ran ran = run("256", "256", "0");

    assertEquals(ExitCode.CHECK_FAILED, ran.exitCode(), ran.out());
    assertTrue(ran.err().contains("HTTP 429"), ran.err());
    assertTrue(
        JsonMapper.shared().readTree(ran.out().strip()).get("errors").asInt() > 0, ran.out());
  }

  @Test
  void aWitnessThatDoesNotKnowTheLogsIsAProblem() throws IOException, InterruptedException {
    try (Workspace workspace = Workspace.in(folder)) {
      CairnWitness witness = CairnWitness.init(workspace, "witness");
      WitnessRun.Outcome outcome =
          new WitnessBench(new WitnessPlan(2, 2, 1, 0, 0), workspace)
              .load(witness, List.of())
              .outcome();

      assertTrue(outcome.problem().contains("HTTP 404"), outcome.problem());
      assertEquals(2, outcome.figures().errors());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--logs 0",
        "--logs 10001",
        "--concurrency 0",
        "--concurrency 257",
        "--duration 0",
        "--start-logs 100001"
      })
  void refusesWhatCannotBeMeasured(String arguments) {
    Ran ran = Ran.of("witness", arguments.split(" "));

    assertEquals(ExitCode.USAGE, ran.exitCode());
    assertEquals("", ran.out());
  }
}
