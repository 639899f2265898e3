package dev.cairn.cli.serve;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.cli.console.Progress;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.fsck.Finding;
import dev.cairn.server.fsck.FsckProgress;
import dev.cairn.server.fsck.FsckReport;
import dev.cairn.server.log.FolderCheck;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn fsck}: checks a log's folder offline. */
@Command(
    name = "fsck",
    header = "Check every entry, hash and key of a log's store against its signed head.",
    description = {
      "The log must not be running. Nothing is changed. Each finding names the first index affected;",
      "the exit code is 0 if there is none, else 1."
    },
    footerHeading = "%nExample:%n",
    footer = "  cairn fsck --data ./log")
public final class FsckCommand implements Callable<Integer> {
  @Option(names = "--data", paramLabel = "DIR", required = true, description = "The log's folder.")
  @SuppressWarnings("NullAway.Init")
  private Path data;

  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    FolderCheck.Result result;
    try (DataFolder folder = DataFolder.open(data);
        Bars bars = new Bars()) {
      result = FolderCheck.check(folder, bars);
    } catch (DataFolderException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    }
    print(result);
    return result.isClean() ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }

  private void print(FolderCheck.Result result) {
    FsckReport report = result.store();
    List<String> findings =
        Stream.concat(report.findings().stream().map(Finding::message), result.published().stream())
            .toList();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("clean", result.isClean());
    object.put("size", report.head().size());
    object.put("root_hash", report.head().root().toHex());
    object.put("entries", report.entries());
    object.put("nodes", report.nodes());
    object.put("keys", report.keys());
    object.put("checkpoints", report.checkpoints());
    object.put("findings", findings);
    object.put("more_findings", report.moreFindings());
    findings.forEach(output::say);
    if (report.moreFindings() > 0) {
      output.say("... and %,d more".formatted(report.moreFindings()));
    }
    output.print(
        "%s: %,d entries, %,d nodes, %,d keys, %,d checkpoints; size %d, root %s"
            .formatted(
                result.isClean() ? "clean" : "DAMAGED",
                report.entries(),
                report.nodes(),
                report.keys(),
                report.checkpoints(),
                report.head().size(),
                report.head().root().toHex()),
        object);
  }

  /** One progress bar after the other. */
  private static final class Bars implements FsckProgress, AutoCloseable {
    private @Nullable Part part;
    private @Nullable Progress bar;

    @Override
    public void at(Part part, long done, long total) {
      if (part != this.part) {
        close();
        this.part = part;
        String name = "Checking " + part.name().toLowerCase(Locale.ROOT);
        bar = Progress.of(name, "items", total == 0 ? -1 : total);
      }
      if (bar != null) {
        bar.at(done);
      }
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }
}
