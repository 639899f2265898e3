package dev.cairn.bench.micro;

import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import java.security.MessageDigest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Hashes of nodes, and of leaves of 200 bytes, each input the last output. */
@State(Scope.Thread)
public class HashBenchmark {
  private final TreeHasher hasher = new TreeHasher();
  private final MessageDigest digest = Sha256.digest();
  private final byte[] entry = new byte[200];
  private final byte[] node = new byte[1 + 2 * Hash.BYTES];
  private Hash left = hasher.leaf(entry);
  private Hash right = left;

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
    byte[] hash = digest.digest(node);
    System.arraycopy(hash, 0, node, 1, hash.length);
    return hash;
  }

  /** The bytes of a leaf, hashed. */
  @Benchmark
  public byte[] messageDigestLeaf() {
    entry[0]++;
    digest.update((byte) 0);
    return digest.digest(entry);
  }
}
