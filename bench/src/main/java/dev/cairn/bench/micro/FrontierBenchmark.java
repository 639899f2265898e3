package dev.cairn.bench.micro;

import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A tree growing by one leaf: one node hash on average, which is the reference. */
@State(Scope.Thread)
public class FrontierBenchmark {
  /** Leaves that the tree has at first. */
  @Param("1000000")
  public int size;

  private final Frontier frontier = new Frontier();
  private final Hash leaf = new TreeHasher().leaf(new byte[] {1});
  private final Sha256 digest = new Sha256();
  private final byte[] node = new byte[2 * Hash.BYTES];
  private long completed;

  /** Grows the tree. */
  @Setup
  public void prepare() {
    while (frontier.size() < size) {
      frontier.append(leaf, (_, _, _) -> {});
    }
  }

  /** Appends a leaf. */
  @Benchmark
  public long append() {
    frontier.append(leaf, (level, index, hash) -> completed += index);
    return completed;
  }

  /** The bytes of a node, hashed. */
  @Benchmark
  public byte[] messageDigest() {
    digest.node(node, 0, node, 0);
    return node;
  }
}
