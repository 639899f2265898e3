package dev.cairn.cli.tiles;

import dev.cairn.cli.console.CommandException;
import dev.cairn.cli.console.ExitCode;
import dev.cairn.cli.console.Output;
import dev.cairn.cli.log.ClientFailures;
import dev.cairn.client.FolderMemory;
import dev.cairn.client.LogException;
import dev.cairn.client.mirror.CopyLimits;
import dev.cairn.client.mirror.Mirror;
import dev.cairn.client.mirror.Mirrored;
import dev.cairn.client.mirror.TilesFolder;
import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.log.PublishedHeads;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.lmdb.LmdbLogStore;
import dev.cairn.server.tiles.StoreTiles;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.tiles.TileCache;
import dev.cairn.tree.tiles.TiledTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cairn export}: writes a log as static files. */
@Command(
    name = "export",
    header = "Write a log as static files, which any web server can serve.",
    description = {
      "The log must not be running; a running one is copied by cairn mirror. DIR gets the log up to",
      "its newest witnessed checkpoint, or its newest signed one if it has no witnesses: checkpoint,",
      "hashes and entries as C2SP tlog-tiles. Every file is verified against the checkpoint first.",
      "Run it again to bring DIR up to date, or to go on after it was interrupted.",
      "",
      "Exit codes: 0 done, 1 the store does not give the tree that was published, or another history",
      "than DIR has, 2 wrong usage, or DIR cannot be written."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cairn export --data ./log --tiles ./public",
      "  cairn audit --tiles ./public --vkey example.com/log+530d903a+Ae... --entries"
    })
public final class ExportCommand implements Callable<Integer> {
  // The store's reads and the hashing are the processors' work.
  private static final int AT_A_TIME = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);

  private static final int CACHED_TILES = 100;

  @Option(names = "--data", paramLabel = "DIR", required = true, description = "The log's folder.")
  @SuppressWarnings("NullAway.Init")
  private Path data;

  @Option(
      names = "--tiles",
      paramLabel = "DIR",
      required = true,
      description = "Where the files go; made if it is missing.")
  @SuppressWarnings("NullAway.Init")
  private Path tiles;

  @Option(
      names = "--signed",
      description =
          "Export what the log has signed, though its witnesses have not cosigned it yet.")
  private boolean signed;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Where evidence is kept. Default: cairn in your configuration folder.")
  private @Nullable Path state;

  @Mixin private final Output output = new Output();

  @Override
  public Integer call() {
    try (DataFolder folder = DataFolder.open(data);
        LogStore store =
            LmdbLogStore.openReadOnly(folder.storeFolder(), folder.verifierKey().name());
        TilesFolder files = TilesFolder.open(tiles)) {
      export(PublishedHeads.of(folder, store), store, files);
      return ExitCode.OK;
    } catch (DataFolderException | StoreException e) {
      throw CommandException.because(ExitCode.USAGE, e);
    } catch (LogException e) {
      throw ClientFailures.explain(e, state == null ? FolderMemory.userFolder() : state);
    }
  }

  private void export(PublishedHeads heads, LogStore store, TilesFolder files) throws LogException {
    SignedCheckpoint head = signed ? heads.signed() : heads.served();
    StoreTiles source = new StoreTiles(store);
    SignedCheckpoint stored = files.checkpoint(head.log()).orElse(head);
    boolean isAhead = stored.head().size() > head.head().size();
    if (isAhead && isOfStore(stored.head(), heads.signed().head(), source)) {
      new CopyReport("Exporting", "exported", output).print(new Mirrored(stored, 0, 0, 0, false));
      output.say(
          "%s already has the log up to size %d; nothing to do"
              .formatted(tiles, stored.head().size()));
      return;
    }
    try (CopyReport report = new CopyReport("Exporting", "exported", output)) {
      CopyLimits limits = CopyLimits.DEFAULT.withRequests(AT_A_TIME);
      Mirrored result = new Mirror(files, source, limits, report).moveTo(head);
      report.print(result);
    }
    long rest = heads.signed().head().size() - head.head().size();
    if (rest > 0) {
      output.say(
          "%,d entries more are signed and not witnessed; --signed exports them".formatted(rest));
    }
  }

  /** Whether the log's own tree had this head: then nobody has contradicted it. */
  private static boolean isOfStore(TreeHead head, TreeHead newest, StoreTiles source) {
    if (head.size() > newest.size()) {
      return false;
    }
    try {
      TiledTree tree = new TiledTree(newest, source, new TileCache(CACHED_TILES));
      return tree.head(head.size()).equals(head);
    } catch (IOException | VerificationException e) {
      return false; // the copy says what is wrong
    }
  }
}
