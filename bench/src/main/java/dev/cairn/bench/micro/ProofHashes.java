package dev.cairn.bench.micro;

import dev.cairn.tree.merkle.Hash;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The node hashes that the verification of one inclusion proof takes, and nothing else. */
@State(Scope.Thread)
public class ProofHashes {
  /** Leaves of the tree. */
  @Param("1000000")
  public int size;

  private final Sha256 digest = new Sha256();
  private final byte[] node = new byte[2 * Hash.BYTES];

  /** One after the other. */
  @Benchmark
  public byte[] messageDigest() {
    for (int left = size - 1; left > 0; left >>= 1) {
      digest.node(node, 0, node, 0);
    }
    return node;
  }
}
