package dev.cairn.bench.copy;

import dev.cairn.bench.process.CairnServer;
import dev.cairn.bench.process.Workspace;
import dev.cairn.cli.console.Output;
import dev.cairn.client.LogException;
import dev.cairn.client.Trust;
import dev.cairn.client.mirror.CopyLimits;
import dev.cairn.client.mirror.Mirror;
import dev.cairn.client.mirror.MirrorFollower;
import dev.cairn.client.mirror.Mirrored;
import dev.cairn.client.mirror.TilesFolder;
import dev.cairn.client.mirror.TrustedHeads;
import dev.cairn.client.tiles.Reading;
import dev.cairn.client.tiles.TiledLogReader;
import dev.cairn.client.tiles.TilesLocation;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cairn bench mirror}: from a server to static files. */
@Command(
    name = "mirror",
    header = "Measure how fast a running log is mirrored over HTTP.",
    description = {
      "Makes a log in a temporary folder that is deleted at the end, serves it in a process of",
      "its own, and mirrors it once over the loopback interface, cold: every file verified, and",
      "all forced to disk. References of the same run: SHA-256 of the entries, and as many bytes",
      "written to one file, each on one thread."
    },
    footerHeading = "%nExample:%n",
    footer = "  cairn bench mirror --entries 1000000 --json")
public final class MirrorCommand implements Callable<Integer> {
  private static final int CONNECTIONS = 8;

  @Mixin private final CopyOptions options = new CopyOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    return options.run("mirror", output, MirrorCommand::mirror);
  }

  private static CopyOptions.Timed mirror(
      Workspace workspace, Path data, SignedCheckpoint head, Path to)
      throws IOException, LogException {
    CairnServer.WithFiles server =
        CairnServer.serveWithFiles(workspace, data, head.log().toString());
    String url = "http://" + server.http() + server.path();
    long start = System.nanoTime();
    Reading reading = Reading.DEFAULT.withConnections(CONNECTIONS);
    try (TiledLogReader log = TiledLogReader.open(new TilesLocation.Web(URI.create(url)), reading);
        TilesFolder folder = TilesFolder.open(to)) {
      CopyLimits limits = CopyLimits.DEFAULT.withRequests(CONNECTIONS);
      TrustedHeads heads = new TrustedHeads(new Trust.Pinned(head.log()));
      Mirror mirror = new Mirror(folder, log, limits, (_, _) -> {});
      Mirrored done = new MirrorFollower(log, heads, mirror).once();
      return new CopyOptions.Timed(done, System.nanoTime() - start);
    }
  }
}
