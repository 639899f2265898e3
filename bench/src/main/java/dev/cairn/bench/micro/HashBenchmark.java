package dev.cairn.bench.micro;

import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Hashes of nodes and of leaves, one by one, each input the last output. */
@State(Scope.Thread)
public class HashBenchmark {
  /** Bytes of an entry. */
  @Param("200")
  public int size;

  private final TreeHasher hasher = new TreeHasher();
  private final Sha256 digest = new Sha256();
  private final byte[] node = new byte[2 * Hash.BYTES];
  private byte[] entry = {};
  private Hash left = hasher.leaf(node);
  private Hash right = left;

  /** Makes the entry. */
  @Setup
  public void prepare() {
    entry = new byte[size];
  }

  /** {@code SHA-256(0x01 || left || right)}. */
  @Benchmark
  public Hash node() {
    Hash hash = hasher.node(left, right);
    left = right;
    right = hash;
    return hash;
  }

  /** {@code SHA-256(0x00 || entry)}. */
  @Benchmark
  public Hash leaf() {
    entry[0]++;
    return hasher.leaf(entry);
  }

  /** The bytes of a node, hashed. */
  @Benchmark
  public byte[] messageDigestNode() {
    digest.node(node, 0, node, 0);
    return node;
  }

  /** The bytes of a leaf, hashed. */
  @Benchmark
  public byte[] messageDigestLeaf() {
    entry[0]++;
    digest.leaf(entry, node, 0);
    return node;
  }
}
