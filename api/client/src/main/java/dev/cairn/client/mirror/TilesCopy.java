package dev.cairn.client.mirror;

import dev.cairn.client.CheckFailedException;
import dev.cairn.client.LogException;
import dev.cairn.client.MemoryException;
import dev.cairn.client.UnreachableException;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.tiles.EntryBundle;
import dev.cairn.tree.tiles.HashTile;
import dev.cairn.tree.tiles.TileCache;
import dev.cairn.tree.tiles.TiledTree;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Copies the tree under one head into a folder, from the upper levels down. For one use. */
final class TilesCopy {
  private final TreeHead head;
  private final TilesFolder folder;
  private final TiledTree source;
  // The same tree as the folder has it. Its cache is its own: a tile that was found at the source
  // is not for that in the folder.
  private final TiledTree stored;
  private final long durable;
  private final BundleReads bundles;
  private final ByteBudget budget;
  private final LongAdder written = new LongAdder();
  private final LongAdder reused = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  /**
   * @param source the tree under the head that the folder is to move to; only its tiles are used
   * @param bundles of the same tree
   * @param cache of what the folder has
   * @param durable the folder's size so far: what that tree implies is on disk already
   * @param budget that the bundles are read within
   */
  TilesCopy(
      TiledTree source,
      BundleReads bundles,
      TilesFolder folder,
      TileCache cache,
      long durable,
      ByteBudget budget) {
    this.bundles = bundles;
    this.head = source.head();
    this.folder = folder;
    this.source = source;
    this.stored = new TiledTree(head, folder.files(), cache);
    this.durable = durable;
    this.budget = budget;
  }

  /** A step of a copy. */
  private interface Step {
    void run() throws IOException, VerificationException, MemoryException, InterruptedException;
  }

  /**
   * Copies all files of all levels, except the full ones of the tree that is known to be there.
   *
   * @param known the size of that tree, at most the head's; its full files are not looked at
   */
  void run(long known, CopyLimits limits, CopyProgress progress) throws LogException {
    step(this::copyEdge);
    try (Workers workers = new Workers(limits.requests())) {
      for (int level = topLevel(); level > 0; level--) {
        int at = level;
        workers.run(
            FullTiles.count(at, known), FullTiles.count(at, head.size()), index -> tile(at, index));
      }
      Progress counted = new Progress(known - known % Tile.FULL, head.size(), progress);
      workers.run(
          FullTiles.count(0, known),
          (head.size() + Tile.FULL - 1) >>> Tile.HEIGHT,
          index -> step(() -> counted.add(leaves(index))));
    }
  }

  private int topLevel() {
    return (Long.SIZE - Long.numberOfLeadingZeros(head.size()) - 1) / Tile.HEIGHT;
  }

  /** The partial tiles: they are verified together. */
  private void copyEdge()
      throws IOException, VerificationException, MemoryException, InterruptedException {
    for (int level = 0; level <= topLevel(); level++) {
      long index = FullTiles.count(level, head.size());
      if (Tile.width(level, index, head.size()) > 0) {
        HashTile partial = source.tile(level, index);
        byte[] wanted = partial.toBytes();
        if (Arrays.equals(wanted, stored(partial.tile()).orElse(new byte[0]))) {
          reuse(partial.tile().path(), partial.tile());
        } else {
          put(partial.tile().path(), wanted);
        }
      }
    }
  }

  private Optional<byte[]> stored(Tile tile) throws MemoryException {
    try {
      return folder.files().tile(tile);
    } catch (IOException e) {
      throw folder.unreadable(e);
    } catch (MalformedException _) {
      return Optional.empty();
    }
  }

  private void tile(int level, long index) throws LogException, InterruptedException {
    step(() -> copyTile(level, index));
  }

  private void copyTile(int level, long index)
      throws IOException, VerificationException, MemoryException, InterruptedException {
    Tile tile = new Tile(level, index, Tile.width(level, index, head.size()));
    if (folder.has(tile.path()) && isGood(() -> stored.tile(level, index))) {
      reuse(tile.path(), tile);
    } else {
      put(tile.path(), source.tile(level, index).toBytes());
    }
  }

  /** One tile of level 0 and its bundle; returns the number of entries. */
  private int leaves(long index)
      throws IOException, VerificationException, MemoryException, InterruptedException {
    Tile tile = new Tile(0, index, Tile.width(0, index, head.size()));
    if (tile.isFull()) {
      copyTile(0, index);
    }
    if (isStored(tile, index)) {
      reuse(tile.entriesPath(), tile);
    } else {
      bundles.read(index, bundle -> put(tile.entriesPath(), bundle.toBytes()));
    }
    return tile.width();
  }

  /** Whether the folder has a good bundle. How much room that takes shows before it is read. */
  private boolean isStored(Tile tile, long index) throws MemoryException, InterruptedException {
    long length = folder.length(tile.entriesPath());
    if (length < 0 || length > EntryBundle.MAX_BYTES) {
      return false;
    }
    try (ByteBudget.Place _ = budget.take((int) length)) {
      return isGood(() -> stored.entries(index));
    }
  }

  /** A look at a file of the folder. */
  private interface Look {
    Object look() throws IOException, VerificationException;
  }

  private boolean isGood(Look look) throws MemoryException {
    try {
      var _ = look.look();
      return true;
    } catch (VerificationException _) {
      return false; // torn, or another log's: written anew
    } catch (IOException e) {
      throw folder.unreadable(e);
    }
  }

  private void reuse(String path, Tile tile) throws MemoryException, InterruptedException {
    reused.increment();
    if (!tile.isWithin(durable)) {
      folder.keep(path);
    }
  }

  private void put(String path, byte[] file) throws MemoryException, InterruptedException {
    folder.put(path, file);
    written.increment();
    bytes.add(file.length);
  }

  private static void step(Step step) throws LogException {
    try {
      step.run();
    } catch (VerificationException e) {
      throw new CheckFailedException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new UnreachableException(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException("interrupted", e);
    }
  }

  long written() {
    return written.sum();
  }

  long reused() {
    return reused.sum();
  }

  long bytes() {
    return bytes.sum();
  }

  /** Adds up what the workers have done. */
  private static final class Progress {
    private final CopyProgress listener;
    private final long size;
    private long done;

    Progress(long done, long size, CopyProgress listener) {
      this.done = done;
      this.size = size;
      this.listener = listener;
    }

    synchronized void add(int entries) {
      done += entries;
      listener.at(done, size);
    }
  }
}
