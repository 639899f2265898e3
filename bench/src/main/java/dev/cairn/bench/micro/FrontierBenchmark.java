package dev.cairn.bench.micro;

import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import java.security.MessageDigest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A tree growing by one leaf: one node hash on average, which is the reference. */
@State(Scope.Thread)
public class FrontierBenchmark {
  private final Frontier frontier = new Frontier();
  private final Hash leaf = new TreeHasher().leaf(new byte[] {1});
  private final MessageDigest digest = Sha256.digest();
  private final byte[] node = new byte[1 + 2 * Hash.BYTES];
  private long completed;

  /** Appends a leaf. */
  @Benchmark
  public long append() {
    frontier.append(leaf, (level, index, hash) -> completed += index);
    return completed;
  }

  /** The bytes of a node, hashed. */
  @Benchmark
  public byte[] messageDigest() {
    byte[] hash = digest.digest(node);
    System.arraycopy(hash, 0, node, 1, hash.length);
    return hash;
  }
}
