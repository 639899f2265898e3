package dev.cairn.bench.copy;

import dev.cairn.bench.figures.Values;
import dev.cairn.bench.process.Workspace;
import dev.cairn.bench.process.WorkspaceOption;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.client.LogException;
import dev.cairn.client.mirror.Mirrored;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What both benchmarks take, and how they go. */
final class CopyOptions {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MEBIBYTE = 1 << 20;

  @Option(
      names = "--entries",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Entries of the log. Default: ${DEFAULT-VALUE}.")
  private long entries;

  @Option(
      names = "--entry-bytes",
      paramLabel = "N",
      defaultValue = "200",
      description = "Bytes of each. Default: ${DEFAULT-VALUE}.")
  private int entryBytes;

  @Mixin private final WorkspaceOption workspaces = new WorkspaceOption();

  /** One copy. */
  @FunctionalInterface
  interface Copy {
    /**
     * Copies a log.
     *
     * @param data its folder
     * @param head what it has signed
     * @param to where the files go
     */
    Timed run(Workspace workspace, Path data, SignedCheckpoint head, Path to)
        throws IOException, LogException;
  }

  /**
   * What a copy came to.
   *
   * @param nanos how long it took
   */
  record Timed(Mirrored result, long nanos) {}

  /** Makes a log, copies it, and measures the references; prints what was found. */
  int run(String name, Output output, Copy copy) {
    CopyPlan plan = plan();
    try (Workspace workspace = workspaces.open()) {
      output.say("%s: %,d entries of %d bytes".formatted(name, plan.entries(), plan.entryBytes()));
      Path data = workspace.folder().resolve("log");
      SignedCheckpoint head = FilledLog.make(data, plan);
      Timed timed = copy.run(workspace, data, head, workspace.folder().resolve("tiles"));
      Values values = values(name, plan, timed, workspace.folder());
      output.print(values.text(), values.toMap());
      return ExitCode.OK;
    } catch (IOException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    } catch (LogException e) {
      throw CommandException.because(ExitCode.CHECK_FAILED, e);
    }
  }

  private CopyPlan plan() {
    try {
      return new CopyPlan(entries, entryBytes);
    } catch (IllegalArgumentException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }

  private static Values values(String name, CopyPlan plan, Timed timed, Path folder)
      throws IOException {
    double seconds = timed.nanos() / NANOS_PER_SECOND;
    double perSecond = plan.entries() / seconds;
    double hashed = plan.entries() * NANOS_PER_SECOND / CopyReferences.sha256Nanos(plan);
    double written =
        plan.entries()
            * NANOS_PER_SECOND
            / CopyReferences.writeNanos(folder.resolve("raw"), timed.result().bytes());
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("entries", (double) plan.entries());
    values.put("seconds", seconds);
    values.put("entries_per_s", perSecond);
    values.put("files", (double) timed.result().written());
    values.put("mib", timed.result().bytes() / MEBIBYTE);
    values.put("raw_write_entries_per_s", written);
    values.put("sha256_entries_per_s", hashed);
    values.put("ratio_to_raw_write", perSecond / written);
    values.put("ratio_to_sha256", perSecond / hashed);
    return new Values(name, values, 0);
  }
}
