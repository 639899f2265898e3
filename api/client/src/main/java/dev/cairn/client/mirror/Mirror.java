package dev.cairn.client.mirror;

import dev.cairn.client.CheckFailedException;
import dev.cairn.client.Evidence;
import dev.cairn.client.LogException;
import dev.cairn.client.MemoryException;
import dev.cairn.client.Sighting;
import dev.cairn.client.UnreachableException;
import dev.cairn.client.tiles.TiledLogReader;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.tiles.TileCache;
import dev.cairn.tree.tiles.TileSource;
import dev.cairn.tree.tiles.TiledTree;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Moves a folder from one head of a log to the next. Not for several threads. */
public final class Mirror {
  private static final int CACHED_TILES = 1_024;

  private final TilesFolder folder;
  private final TileSource source;
  private final BundleReads.Bounded bundles;
  private final CopyLimits limits;
  private final CopyProgress progress;
  private final ByteBudget budget;
  private final TileCache sourceCache = new TileCache(CACHED_TILES);
  private final TileCache folderCache = new TileCache(CACHED_TILES);
  // The size up to which this mirror itself has verified the folder's files.
  private long known;

  /**
   * A mirror of a log from outside.
   *
   * @param folder stays open
   * @param log the log's files, stays open; nothing that it gives is believed
   */
  public Mirror(TilesFolder folder, TiledLogReader log, CopyLimits limits, CopyProgress progress) {
    this(folder, log, log::entries, limits, progress);
  }

  /**
   * A mirror of any source. It cannot be told how much of a bundle to read, so there is always a
   * place for the largest one.
   *
   * @param folder stays open
   * @param source the log's files; nothing that it gives is believed
   */
  public Mirror(TilesFolder folder, TileSource source, CopyLimits limits, CopyProgress progress) {
    this(folder, source, BundleReads.Bounded.of(source), limits, progress);
  }

  private Mirror(
      TilesFolder folder,
      TileSource source,
      BundleReads.Bounded bundles,
      CopyLimits limits,
      CopyProgress progress) {
    this.folder = folder;
    this.source = source;
    this.bundles = bundles;
    this.limits = limits;
    this.progress = progress;
    this.budget = new ByteBudget(limits.bundleBytes());
  }

  /**
   * Takes the full files of the folder's first entries for verified: an earlier process has done
   * it.
   *
   * @param size the number of those entries, at most that of the stored checkpoint
   */
  public void trust(long size) {
    known = Math.max(known, size);
  }

  /**
   * Brings the folder to a head, unless that contradicts the stored one. The first time, all files
   * of the folder are verified; later on only what is new.
   *
   * @param head a head that is believed; its cosignatures are stored with it. If it is the stored
   *     one, the stored cosignatures of further witnesses stay
   * @throws CheckFailedException with evidence if the head is smaller than the stored one or not of
   *     one history with it: nothing has changed then. Without evidence if a file of the source is
   *     not what the head says, which the message names: nothing of it was stored
   * @throws UnreachableException if the source cannot be read now
   * @throws MemoryException if the folder is another log's, or cannot be read or written. What was
   *     written until then is reused
   */
  public Mirrored moveTo(SignedCheckpoint head) throws LogException {
    // From what this mirror knew: one that was killed here has left those of earlier moves.
    long from = known;
    Mirrored moved = copyTo(head);
    deletePartials(from, moved.checkpoint().head().size());
    return moved;
  }

  /**
   * As {@link #moveTo}, but leaves the partial files of tiles that have become full: whoever still
   * needs them deletes them with {@link #deletePartials}.
   */
  public Mirrored copyTo(SignedCheckpoint head) throws LogException {
    Optional<SignedCheckpoint> stored = folder.checkpoint(head.log());
    SignedCheckpoint next =
        stored
            .filter(known -> known.head().equals(head.head()))
            .map(known -> SameHead.union(known, head))
            .orElse(head);
    boolean hasMoved = !stored.equals(Optional.of(next));
    if (!hasMoved && known == next.head().size()) {
      return new Mirrored(next, 0, 0, 0, false);
    }
    TiledTree tree = new TiledTree(next.head(), source, sourceCache);
    if (stored.isPresent()) {
      requireExtends(stored.get(), next, tree);
    } else if (next.head().size() == 0 && !next.head().equals(TreeHead.EMPTY)) {
      throw new CheckFailedException(
          "the head of size 0 has another root than the empty tree",
          new VerificationException("not the empty tree"));
    }
    TreeHead durable = stored.map(SignedCheckpoint::head).orElse(TreeHead.EMPTY);
    // The copy has the partial tiles in the folder, and the full ones in the cache, by then.
    BundleReads reads = new BundleReads(next.head(), folder.files(), sourceCache, bundles, budget);
    TilesCopy copy = new TilesCopy(tree, reads, folder, folderCache, durable.size(), budget);
    copy.run(Math.min(known, durable.size()), limits, progress);
    try {
      folder.publish(next);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException("interrupted", e);
    }
    known = next.head().size();
    return new Mirrored(next, copy.written(), copy.reused(), copy.bytes(), hasMoved);
  }

  private static void requireExtends(SignedCheckpoint stored, SignedCheckpoint head, TiledTree tree)
      throws LogException {
    Sighting known = new Sighting(stored, Sighting.MEMORY);
    Sighting claimed = new Sighting(head, Sighting.LOG);
    if (head.head().size() < stored.head().size()) {
      throw new CheckFailedException(Evidence.rollback(known, claimed));
    }
    if (head.head().size() == stored.head().size()) {
      if (!head.head().equals(stored.head())) {
        throw new CheckFailedException(Evidence.fork(known, claimed));
      }
      return;
    }
    requirePrefix(known, claimed, tree);
  }

  /** The source's files give the new root, so a tree with another beginning is another history. */
  private static void requirePrefix(Sighting known, Sighting claimed, TiledTree tree)
      throws LogException {
    long size = known.head().size();
    try {
      TreeHead beginning = size == 0 ? TreeHead.EMPTY : tree.head(size);
      if (!beginning.equals(known.head())) {
        List<Hash> proof = size == 0 ? List.of() : tree.consistency(size);
        VerificationException why =
            new VerificationException("its first " + size + " entries have another root");
        throw new CheckFailedException(Evidence.inconsistent(known, claimed, proof, why));
      }
    } catch (VerificationException e) {
      throw new CheckFailedException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new UnreachableException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Deletes the partial files of tiles and bundles that are full in a tree and were not in a
   * smaller one: the larger one implies none of them.
   *
   * @param from the size of the smaller tree
   * @param to the size of the larger one, whose full files are there
   */
  public void deletePartials(long from, long to) throws MemoryException {
    for (int level = 0; FullTiles.count(level, to) > 0; level++) {
      for (long index = FullTiles.count(level, from); index < FullTiles.count(level, to); index++) {
        Tile full = new Tile(level, index, Tile.FULL);
        folder.deletePartials(full.path());
        if (level == 0) {
          folder.deletePartials(full.entriesPath());
        }
      }
    }
  }
}
