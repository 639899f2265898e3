package dev.cairn.bench.micro;

import dev.cairn.tree.lanes.BatchHasher;
import dev.cairn.tree.lanes.Lanes;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.Tile;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The roots of full tiles: 255 nodes above 256 hashes, of each. */
@State(Scope.Thread)
public class TilesBenchmark {
  private static final int NODES = Tile.FULL - 1;

  /** Tiles at a time. */
  @Param("1")
  public int size;

  private final Sha256 digest = new Sha256();
  private BatchHasher lanes = Lanes.newHasher();
  private byte[] hashes = {};
  private byte[] roots = {};
  private byte[] row = {};

  /** Compressions for that many tiles. */
  static int blocks(int tiles) {
    return tiles * NODES * Sha256.blocks(1 + 2 * Hash.BYTES);
  }

  /** Makes the hashes below. */
  @Setup
  public void prepare() {
    Lanes.calibrate();
    lanes = Lanes.newHasher();
    hashes = new byte[size * Tile.FULL * Hash.BYTES];
    new Random(size).nextBytes(hashes);
    roots = new byte[size * Hash.BYTES];
    row = new byte[hashes.length / 2];
  }

  /** By lanes. */
  @Benchmark
  public byte[] roots() {
    lanes.roots(hashes, 0, size, Tile.HEIGHT, roots, 0);
    hashes[0] ^= roots[0];
    return roots;
  }

  /** Node by node. */
  @Benchmark
  public byte[] messageDigest() {
    level(hashes, size * Tile.FULL / 2);
    for (int pairs = size * Tile.FULL / 4; pairs >= size; pairs /= 2) {
      level(row, pairs);
    }
    hashes[0] ^= row[0];
    return row;
  }

  private void level(byte[] from, int pairs) {
    for (int i = 0; i < pairs; i++) {
      digest.node(from, 2 * i * Hash.BYTES, row, i * Hash.BYTES);
    }
  }
}
