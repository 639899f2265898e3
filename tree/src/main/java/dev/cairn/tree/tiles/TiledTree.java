package dev.cairn.tree.tiles;

import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.StoredLevels;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.merkle.TreeHead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tree under one head, read from tiles. Every file is verified against the head before anything
 * of it is used; a {@link VerificationException} names the file that is not what the head says, is
 * not of its form, or is missing. Safe for several threads.
 *
 * <p>Positions are the caller's to check: one beyond the head is an {@link
 * IllegalArgumentException}.
 */
public final class TiledTree {
  private final TreeHead head;
  private final TileFiles files;
  private final TileCache cache;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Edge edge;

  /**
   * @param head whose signature was verified; nothing else is believed
   * @param source what the files are read from
   * @param cache of the same log, to be shared by its heads
   */
  public TiledTree(TreeHead head, TileSource source, TileCache cache) {
    this.head = head;
    this.files = new TileFiles(source);
    this.cache = cache;
  }

  /** The head that everything is verified against. */
  public TreeHead head() {
    return head;
  }

  /**
   * The tile of a level, as wide as the tree has it.
   *
   * @param level 0 to 7
   * @param index of a tile that the tree reaches
   */
  public HashTile tile(int level, long index) throws IOException, VerificationException {
    int width = Tile.width(level, index, head.size());
    if (width == 0) {
      throw new IllegalArgumentException(
          "tile %d of level %d is beyond size %d".formatted(index, level, head.size()));
    }
    return width == Tile.FULL ? full(new Tile(level, index, width)) : edge().tile(level);
  }

  /** A full tile is right if it hashes to its place in the tile above. */
  private HashTile full(Tile tile) throws IOException, VerificationException {
    HashTile above = tile(tile.level() + 1, tile.index() >>> Tile.HEIGHT);
    Hash wanted = above.hash((int) (tile.index() & (Tile.FULL - 1)));
    HashTile verified = cache.find(tile, wanted).orElse(null);
    if (verified == null) {
      verified = files.tile(tile);
      if (!verified.root().equals(wanted)) {
        throw new VerificationException(tile + " does not hash to its place in " + above);
      }
      cache.keep(verified);
    }
    return verified;
  }

  private Edge edge() throws IOException, VerificationException {
    Edge known = edge;
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      known = edge;
      if (known == null) {
        known = Edge.read(head, files);
        edge = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The entries under a tile of level 0, as many as the tree has.
   *
   * @param index of a tile that the tree reaches
   */
  public EntryBundle entries(long index) throws IOException, VerificationException {
    HashTile leaves = tile(0, index);
    EntryBundle bundle = files.entries(leaves.tile());
    List<Hash> hashes = bundle.leafHashes();
    for (int i = 0; i < hashes.size(); i++) {
      if (!hashes.get(i).equals(leaves.hash(i))) {
        throw new VerificationException(
            "%s: entry %d does not hash to its place in %s"
                .formatted(bundle, leaves.tile().firstHash() + i, leaves));
      }
    }
    return bundle;
  }

  /**
   * The proof that a leaf is in the tree: {@code PATH(index, D[0:size])} of RFC 6962 §2.1.1.
   *
   * @param index below the size
   */
  public List<Hash> inclusion(long index) throws IOException, VerificationException {
    return inclusion(index, head.size());
  }

  /**
   * As {@link #inclusion(long)}, for the tree that this one was at a smaller size.
   *
   * @param index below the size
   * @param size at most its own
   */
  public List<Hash> inclusion(long index, long size) throws IOException, VerificationException {
    requireWithin(size);
    return proving(prover -> prover.inclusion(index, size));
  }

  /**
   * The proof that a smaller tree is a prefix of this one: {@code PROOF(first, D[0:size])} of RFC
   * 6962 §2.1.2.
   *
   * @param first at most the size
   */
  public List<Hash> consistency(long first) throws IOException, VerificationException {
    return consistency(first, head.size());
  }

  /**
   * As {@link #consistency(long)}, for the tree that this one was at a smaller size.
   *
   * @param first at most the second
   * @param second at most its own size
   */
  public List<Hash> consistency(long first, long second) throws IOException, VerificationException {
    requireWithin(second);
    return proving(prover -> prover.consistency(first, second));
  }

  /**
   * The head that this tree had at a smaller size.
   *
   * @param size at most its own
   */
  public TreeHead head(long size) throws IOException, VerificationException {
    requireWithin(size);
    return proving(prover -> prover.head(size));
  }

  private void requireWithin(long size) {
    if (size > head.size()) {
      throw new IllegalArgumentException("size " + size + " is beyond " + head.size());
    }
  }

  private <T> T proving(Function<Prover, T> proof) throws IOException, VerificationException {
    try {
      return proof.apply(new Prover(new StoredLevels(Tile.HEIGHT, this::hashes)));
    } catch (Unreadable e) {
      if (e.why instanceof IOException unreadable) {
        throw unreadable;
      }
      throw (VerificationException) e.why;
    }
  }

  private List<Hash> hashes(int treeLevel, long first, int count) {
    List<Hash> hashes = new ArrayList<>(count);
    while (hashes.size() < count) {
      long at = first + hashes.size();
      try {
        HashTile tile = tile(treeLevel / Tile.HEIGHT, at >>> Tile.HEIGHT);
        int from = (int) (at - tile.tile().firstHash());
        int to = Math.min(tile.tile().width(), from + count - hashes.size());
        for (int i = from; i < to; i++) {
          hashes.add(tile.hash(i));
        }
      } catch (IOException | VerificationException e) {
        throw new Unreadable(e);
      }
    }
    return hashes;
  }

  /** Carries a failure through the tree's mathematics, which knows none. */
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Exception why;

    Unreadable(Exception why) {
      super(why);
      this.why = why;
    }
  }
}
