package dev.cairn.backup.write;

import dev.cairn.backup.form.BackupDescription;
import dev.cairn.backup.form.BackupException;
import dev.cairn.backup.form.BackupPaths;
import dev.cairn.backup.form.BackupTiles;
import dev.cairn.backup.form.Increment;
import dev.cairn.client.LogException;
import dev.cairn.client.mirror.CopyLimits;
import dev.cairn.client.mirror.Mirror;
import dev.cairn.client.mirror.Mirrored;
import dev.cairn.client.mirror.TilesFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.FolderView;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.tiles.StoreTiles;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.tiles.TileCache;
import dev.cairn.tree.tiles.TiledTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Backs up a log, as it was when the run began. */
public final class Backup {
  private static final int CACHED_TILES = 1_024;

  // The store's reads and the hashing are the processors' work.
  private static final int AT_A_TIME = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);

  private final FolderView log;
  private final LogStore store;
  private final InstantSource clock;
  private final BackupProgress progress;

  /**
   * @param log the log's folder
   * @param store the log's store, stays open; commits may go on meanwhile
   */
  public Backup(FolderView log, LogStore store, InstantSource clock, BackupProgress progress) {
    this.log = log;
    this.store = store;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * Brings a backup up to date, or makes it.
   *
   * @param path a folder with an earlier backup of the log, empty, or not there
   * @param withKey whether the signing key is to be in it, as it is on disk
   * @throws BackupException if the folder cannot be used or written, or the store is damaged or has
   *     not the tree of the earlier backup; the earlier backup is whole then
   * @throws LogException if the store does not give the tree that was published
   * @throws DataFolderException if the log's folder is damaged
   */
  public BackupResult into(Path path, boolean withKey)
      throws BackupException, LogException, DataFolderException {
    // Before the store is read: what is published is in the store.
    SignedCheckpoint head = log.published();
    Optional<SignedCheckpoint> witnessed = log.witnessed();
    List<SignedNote> losses = log.losses();
    try (BackupFolder folder = BackupFolder.open(path)) {
      Optional<BackupDescription> before = folder.description();
      if (!before.map(BackupDescription::hasKey).orElse(false)) {
        // A run that was to take the key was interrupted: the backup is said to be without one.
        folder.deleteKey();
      }
      if (before.isPresent()) {
        requireExtends(before.get(), head, folder);
        if (!isNews(before.get(), head, witnessed, losses, withKey)) {
          return new BackupResult(before.get(), 0, 0, false);
        }
      }
      return new Run(folder, before, head, witnessed, losses).run(withKey);
    } catch (StoreException e) {
      throw BackupException.damaged("the log's store cannot be read: " + e.getMessage(), e);
    }
  }

  private void requireExtends(BackupDescription before, SignedCheckpoint head, BackupFolder folder)
      throws BackupException {
    if (!before.log().equals(head.log())) {
      throw BackupException.unusable(
          "%s is a backup of %s, and the log is %s; choose another folder"
              .formatted(folder, before.log(), head.log()));
    }
    TreeHead earlier = before.checkpoint().head();
    if (earlier.size() > head.head().size()) {
      throw BackupException.damaged(
          "%s has the log up to size %d, and the log was published up to %d only: it is an older copy; cairn catch-up brings it up to the backup"
              .formatted(folder, earlier.size(), head.head().size()));
    }
    if (!earlierHead(head, earlier.size()).equals(earlier)) {
      throw BackupException.damaged(
          "the log was not the tree of the backup in %s at size %d: it has another history"
              .formatted(folder, earlier.size()));
    }
  }

  private TreeHead earlierHead(SignedCheckpoint head, long size) throws BackupException {
    try {
      TileCache cache = new TileCache(CACHED_TILES);
      return size == 0
          ? TreeHead.EMPTY
          : new TiledTree(head.head(), new StoreTiles(store), cache).head(size);
    } catch (IOException | VerificationException e) {
      throw BackupException.damaged("the log's store is damaged: " + e.getMessage(), e);
    }
  }

  private static boolean isNews(
      BackupDescription before,
      SignedCheckpoint head,
      Optional<SignedCheckpoint> witnessed,
      List<SignedNote> losses,
      boolean withKey) {
    return !before.checkpoint().equals(head)
        || !before.witnessed().equals(witnessed)
        || !before.losses().equals(losses)
        || (withKey && !before.hasKey());
  }

  /** One increment. */
  private final class Run {
    private final BackupFolder folder;
    private final Optional<BackupDescription> before;
    private final SignedCheckpoint head;
    private final Optional<SignedCheckpoint> witnessed;
    private final List<SignedNote> losses;
    private final int number;
    private final long from;
    private final long to;

    Run(
        BackupFolder folder,
        Optional<BackupDescription> before,
        SignedCheckpoint head,
        Optional<SignedCheckpoint> witnessed,
        List<SignedNote> losses)
        throws BackupException {
      this.folder = folder;
      this.before = before;
      this.head = head;
      this.witnessed = witnessed.filter(seen -> seen.head().size() <= head.head().size());
      this.losses = losses;
      this.number = before.map(backup -> backup.newest().number() + 1).orElse(1);
      this.from = before.map(BackupDescription::size).orElse(0L);
      this.to = head.head().size();
      if (number > BackupDescription.MAX_INCREMENTS) {
        throw BackupException.unusable(
            folder + " has as many increments as a backup may have; begin another one");
      }
    }

    BackupResult run(boolean withKey) throws BackupException, LogException {
      try (TilesFolder tiles = TilesFolder.open(folder.tiles())) {
        Mirror mirror = mirror(tiles);
        Mirrored copied = mirror.copyTo(head);
        progress.at(BackupProgress.Part.ENTRIES, to, to);
        Contents contents = new Contents(store, log, folder, progress);
        long keys = contents.writeKeys(number, from, to);
        long checkpoints = contents.writeCheckpoints(number, checkpointsFrom(), treeInBackup());
        boolean addsKey = withKey && !before.map(BackupDescription::hasKey).orElse(false);
        if (addsKey) {
          contents.writeSigningKey();
        }
        BackupDescription next = describe(addsKey, keys, checkpoints);
        progress.at(BackupProgress.Part.DESCRIPTION, 0, 1);
        folder.put(BackupPaths.DESCRIPTION, out -> out.write(next.toBytes()));
        // ═══ from here on the backup is the newer one ═══
        progress.at(BackupProgress.Part.DESCRIPTION, 1, 1);
        if (before.isPresent()) {
          folder.delete(BackupPaths.edge(number - 1));
        }
        mirror.deletePartials(from, to);
        return new BackupResult(next, copied.written() + 4, copied.bytes(), true);
      }
    }

    private Mirror mirror(TilesFolder tiles) throws LogException {
      CopyLimits limits = CopyLimits.DEFAULT.withRequests(AT_A_TIME);
      Mirror mirror =
          new Mirror(
              tiles,
              new StoreTiles(store),
              limits,
              (done, size) -> progress.at(BackupProgress.Part.ENTRIES, done, size));
      // Those of the earlier increments were verified when they were written.
      if (tiles.checkpoint(head.log()).isPresent()) {
        mirror.trust(from);
      }
      return mirror;
    }

    private TiledTree treeInBackup() {
      return new TiledTree(
          head.head(), new BackupTiles(folder.files()), new TileCache(CACHED_TILES));
    }

    /** Those that were cosigned since the last run are written again. */
    private long checkpointsFrom() {
      return before
          .map(backup -> backup.witnessed().orElse(backup.checkpoint()).head().size())
          .orElse(0L);
    }

    private BackupDescription describe(boolean addsKey, long keys, long checkpoints)
        throws BackupException {
      Manifests manifests = new Manifests(folder, progress);
      Increment increment = manifests.write(number, from, to, addsKey);
      Optional<String> edge = to == 0 ? Optional.empty() : Optional.of(manifests.edge(number, to));
      List<Increment> increments = new ArrayList<>();
      before.ifPresent(backup -> increments.addAll(backup.increments()));
      increments.add(increment);
      return new BackupDescription(
          head,
          witnessed,
          losses,
          clock.instant().truncatedTo(ChronoUnit.SECONDS),
          before.map(BackupDescription::keys).orElse(0L) + keys,
          before.map(BackupDescription::checkpoints).orElse(0L) + checkpoints,
          increments,
          edge);
    }
  }
}
