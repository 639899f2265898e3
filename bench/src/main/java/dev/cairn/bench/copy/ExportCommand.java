package dev.cairn.bench.copy;

import dev.cairn.bench.process.Workspace;
import dev.cairn.cli.console.Output;
import dev.cairn.client.LogException;
import dev.cairn.client.mirror.CopyLimits;
import dev.cairn.client.mirror.Mirror;
import dev.cairn.client.mirror.Mirrored;
import dev.cairn.client.mirror.TilesFolder;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.lmdb.LmdbLogStore;
import dev.cairn.server.tiles.StoreTiles;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cairn bench export}: from a store to static files. */
@Command(
    name = "export",
    header = "Measure how fast a log's store is written as static files.",
    description = {
      "Makes a log in a temporary folder that is deleted at the end, and exports it once,",
      "cold: every file verified, and all forced to disk. References of the same run: SHA-256",
      "of the entries, and as many bytes written to one file, each on one thread."
    },
    footerHeading = "%nExample:%n",
    footer = "  cairn bench export --entries 1000000 --json")
public final class ExportCommand implements Callable<Integer> {
  private static final int AT_A_TIME = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);

  @Mixin private final CopyOptions options = new CopyOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    return options.run("export", output, ExportCommand::export);
  }

  private static CopyOptions.Timed export(
      Workspace workspace, Path data, SignedCheckpoint head, Path to) throws LogException {
    long start = System.nanoTime();
    try (LogStore store = LmdbLogStore.openReadOnly(data.resolve("store"), head.log().name());
        TilesFolder folder = TilesFolder.open(to)) {
      CopyLimits limits = CopyLimits.DEFAULT.withRequests(AT_A_TIME);
      Mirrored done = new Mirror(folder, new StoreTiles(store), limits, (_, _) -> {}).moveTo(head);
      return new CopyOptions.Timed(done, System.nanoTime() - start);
    }
  }
}
