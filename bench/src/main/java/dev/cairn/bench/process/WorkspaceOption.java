package dev.cairn.bench.process;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a benchmark works. */
public final class WorkspaceOption {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where the temporary folder goes. Default: ${sys:java.io.tmpdir}.")
  private @Nullable Path dir;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec command;

  /** Makes the folder, and warns if it is in memory. */
  public Workspace open() throws IOException {
    Workspace workspace =
        Workspace.in(dir == null ? Path.of(System.getProperty("java.io.tmpdir")) : dir);
    MemoryWarning.of(workspace.folder()).ifPresent(command.commandLine().getErr()::println);
    return workspace;
  }
}
