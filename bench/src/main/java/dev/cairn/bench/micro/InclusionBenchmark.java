package dev.cairn.bench.micro;

import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.HashReader;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Inclusion proofs of random leaves, all hashes in memory. */
@State(Scope.Thread)
public class InclusionBenchmark {
  /** Leaves of the tree. */
  @Param("1000000")
  public int size;

  private final SplittableRandom random = new SplittableRandom(1);
  private Hash[][] levels = {};
  private final HashReader reader =
      nodes ->
          nodes.stream().map(node -> levels[node.level()][Math.toIntExact(node.index())]).toList();
  private final Prover prover = new Prover(reader);
  private TreeHead head = TreeHead.EMPTY;
  private List<Hash> proofOfFirst = List.of();

  /** Grows the tree. */
  @Setup
  public void prepare() {
    levels = new Hash[Integer.SIZE - Integer.numberOfLeadingZeros(size)][];
    for (int level = 0; level < levels.length; level++) {
      levels[level] = new Hash[size >> level];
    }
    Frontier frontier = new Frontier();
    TreeHasher hasher = new TreeHasher();
    for (int i = 0; i < size; i++) {
      byte[] entry = ByteBuffer.allocate(Integer.BYTES).putInt(i).array();
      frontier.append(
          hasher.leaf(entry), (level, index, hash) -> levels[level][Math.toIntExact(index)] = hash);
    }
    head = frontier.head();
    proofOfFirst = prover.inclusion(0, size);
  }

  /** Makes the proof of a leaf. */
  @Benchmark
  public List<Hash> prove() {
    return prover.inclusion(random.nextInt(size), size);
  }

  /** Verifies the proof of the first leaf. */
  @Benchmark
  public void verify() throws VerificationException {
    ProofVerifier.inclusion(0, levels[0][0], head, proofOfFirst);
  }
}
