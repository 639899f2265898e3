package dev.cairn.bench.witness;

import dev.cairn.bench.figures.Values;
import dev.cairn.bench.load.HttpConnections;
import dev.cairn.bench.process.CairnWitness;
import dev.cairn.bench.process.CpuMeter;
import dev.cairn.bench.process.JvmHeap;
import dev.cairn.bench.process.ServerProcess;
import dev.cairn.bench.process.Workspace;
import dev.cairn.bench.reference.HttpEchoServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A witness that is measured, in a process of its own with a small heap. */
final class WitnessBench {
  /** The heap that a witness gets. */
  static final int HEAP_MIB = 256;

  static final String HEAP = "-Xmx" + HEAP_MIB + "m";

  private static final double MEBIBYTE = 1 << 20;

  private final WitnessPlan plan;
  private final Workspace workspace;

  WitnessBench(WitnessPlan plan, Workspace workspace) {
    this.plan = plan;
    this.workspace = workspace;
  }

  /** What came of the load, and what else was seen of the witness. */
  record Loaded(WitnessRun.Outcome outcome, Values process) {}

  /** Loads a new witness that knows the logs. */
  Loaded load() throws IOException, InterruptedException {
    CairnWitness witness = CairnWitness.init(workspace, "witness");
    Path config = configuration(workspace, "witness", GrowingLogs.list(plan.logs()));
    return load(witness, List.of("--config", config.toString()));
  }

  Loaded load(CairnWitness witness, List<String> arguments)
      throws IOException, InterruptedException {
    GrowingLogs logs = new GrowingLogs(plan.logs());
    List<LogConversation> conversations =
        LogConversation.of(logs, witness.key(), plan.concurrency());
    int concurrency = conversations.size();
    byte[] body = logs.request(0, 1);
    ServerProcess process = witness.serve(arguments, HEAP);
    ServerProcess echo = ServerProcess.start(workspace, HttpEchoServer.class);
    try (HttpConnections connections = HttpConnections.to(process.address(), concurrency);
        WitnessReferences references =
            new WitnessReferences(concurrency, echo, body, workspace.folder())) {
      CpuMeter cpu = new CpuMeter(process::cpuTime);
      WitnessRun.Outcome outcome =
          new WitnessRun(plan, conversations, connections, references, cpu).run();
      return new Loaded(outcome, seen(process, outcome.verified()));
    }
  }

  private Values seen(ServerProcess process, long verified) throws IOException {
    JvmHeap heap = JvmHeap.of(process);
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("logs", (double) plan.logs());
    values.put("verified_cosignatures", (double) verified);
    values.put("used_heap_mib", heap.used() / MEBIBYTE);
    values.put("live_heap_mib", heap.live() / MEBIBYTE);
    values.put("most_heap_mib", (double) HEAP_MIB);
    return new Values("witness after load", values, 0);
  }

  /** A configuration with a list of logs. */
  static Path configuration(Workspace workspace, String name, String list) throws IOException {
    Path logs = Files.writeString(workspace.folder().resolve(name + "-logs.txt"), list);
    return Files.writeString(
        workspace.folder().resolve(name + ".toml"),
        "log_lists = [\"%s\"]%n".formatted(logs.getFileName()));
  }
}
