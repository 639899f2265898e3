package dev.cairn.bench.fsck;

import dev.cairn.bench.copy.CopyPlan;
import dev.cairn.bench.copy.CopyReferences;
import dev.cairn.bench.copy.FilledLog;
import dev.cairn.bench.figures.CountConverter;
import dev.cairn.bench.figures.Values;
import dev.cairn.bench.process.Workspace;
import dev.cairn.bench.process.WorkspaceOption;
import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.fsck.Fsck;
import dev.cairn.server.fsck.FsckReport;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.lmdb.LmdbLogStore;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn bench fsck}: the sweep that hashes a log again. */
@Command(
    name = "fsck",
    header = "Measure how fast a log's store is checked.",
    description = {
      "Makes a log in a temporary folder that is deleted at the end, and checks it twice, cold",
      "and warm: the sweep over entries, hashes and head, and before it the structure of the",
      "file, which is timed apart. The reference of the same run is SHA-256 of the entries",
      "alone, one by one on one thread. A finding is a failure."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  cairn bench fsck", "  cairn bench fsck --entries 5M --json"})
public final class FsckCommand implements Callable<Integer> {
  private static final double NANOS_PER_SECOND = 1e9;

  @Option(
      names = "--entries",
      paramLabel = "N",
      defaultValue = "1M",
      converter = CountConverter.class,
      description = "Entries of the log, such as 500k or 5M. Default: ${DEFAULT-VALUE}.")
  private long entries;

  @Option(
      names = "--entry-bytes",
      paramLabel = "N",
      defaultValue = "200",
      description = "Bytes of each. Default: ${DEFAULT-VALUE}.")
  private int entryBytes;

  @Mixin private final WorkspaceOption workspaces = new WorkspaceOption();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    CopyPlan plan = plan();
    try (Workspace workspace = workspaces.open()) {
      output.say("fsck: %,d entries of %d bytes".formatted(plan.entries(), plan.entryBytes()));
      Path data = workspace.folder().resolve("log");
      var _ = FilledLog.make(data, plan);
      Values values = measure(plan, data);
      output.print(values.text(), values.toMap());
      return ExitCode.OK;
    } catch (IOException | DataFolderException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }

  private static Values measure(CopyPlan plan, Path data) throws DataFolderException {
    try (DataFolder folder = DataFolder.open(data)) {
      long start = System.nanoTime();
      LmdbLogStore.checkFile(folder.storeFolder(), _ -> {});
      long file = System.nanoTime() - start;
      long first = sweep(folder, plan);
      long hashing = CopyReferences.sha256Nanos(plan);
      long second = sweep(folder, plan);
      Map<String, Double> values = new LinkedHashMap<>();
      values.put("entries", (double) plan.entries());
      values.put("file_check_entries_per_s", perSecond(plan, file));
      values.put("first_sweep_entries_per_s", perSecond(plan, first));
      values.put("entries_per_s", perSecond(plan, second));
      values.put("sha256_entries_per_s", perSecond(plan, hashing));
      values.put("ratio_to_sha256", (double) hashing / second);
      return new Values("fsck", values, 0);
    }
  }

  private static double perSecond(CopyPlan plan, long nanos) {
    return plan.entries() * NANOS_PER_SECOND / nanos;
  }

  private static long sweep(DataFolder folder, CopyPlan plan) {
    Fsck fsck =
        new Fsck(note -> SignedCheckpoint.open(note, folder.verifierKey()).head(), (_, _, _) -> {});
    long start = System.nanoTime();
    try (LogStore store =
        LmdbLogStore.openReadOnly(folder.storeFolder(), folder.verifierKey().name())) {
      FsckReport report = fsck.check(store);
      if (!report.isClean() || report.entries() != plan.entries()) {
        throw new CommandException(
            ExitCode.CHECK_FAILED, "the check found " + report.findings().size() + " faults");
      }
    }
    return System.nanoTime() - start;
  }

  private CopyPlan plan() {
    try {
      return new CopyPlan(entries, entryBytes);
    } catch (IllegalArgumentException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
  }
}
