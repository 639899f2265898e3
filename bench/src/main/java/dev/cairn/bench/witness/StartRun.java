package dev.cairn.bench.witness;

import dev.cairn.bench.figures.Values;
import dev.cairn.bench.process.CairnWitness;
import dev.cairn.bench.process.JvmHeap;
import dev.cairn.bench.process.ServerProcess;
import dev.cairn.bench.process.Workspace;
import dev.cairn.cli.console.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long a witness takes to start that knows many logs. */
final class StartRun {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MEBIBYTE = 1 << 20;

  private final int logs;
  private final CairnWitness witness;
  private final List<String> listed;

  StartRun(int logs, Workspace workspace) throws IOException {
    this.logs = logs;
    this.witness = CairnWitness.init(workspace, "large");
    Path config = WitnessBench.configuration(workspace, "large", GrowingLogs.list(logs));
    this.listed = List.of("--config", config.toString());
  }

  /**
   * Starts it: to learn the logs, without the list, and with the list that it knows already.
   *
   * @throws IOException if it does not start, or does not know the logs then
   */
  Values run() throws IOException {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("logs", (double) logs);
    start(listed, values, "first_start");
    start(List.of(), values, "start");
    start(listed, values, "start_with_list");
    values.put("most_heap_mib", (double) WitnessBench.HEAP_MIB);
    return new Values("witness start", values, 0);
  }

  private void start(List<String> arguments, Map<String, Double> values, String name)
      throws IOException {
    long begin = System.nanoTime();
    try (ServerProcess process = witness.serve(arguments, WitnessBench.HEAP)) {
      values.put(name + "_s", (System.nanoTime() - begin) / NANOS_PER_SECOND);
      String known = Words.count(logs, "log");
      if (!process.announcement().contains(" knows " + known + ";")) {
        throw new IOException(
            "the witness does not know %s: %s".formatted(known, process.announcement()));
      }
      JvmHeap heap = JvmHeap.of(process);
      values.put(name + "_used_heap_mib", heap.used() / MEBIBYTE);
      values.put(name + "_live_heap_mib", heap.live() / MEBIBYTE);
    }
  }
}
