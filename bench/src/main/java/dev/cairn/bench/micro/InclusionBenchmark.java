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
import java.security.MessageDigest;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Inclusion proofs of random leaves among a million, all hashes in memory. */
@State(Scope.Thread)
public class InclusionBenchmark {
  private static final int SIZE = 1_000_000;
  private static final int PROOF_HASHES = 20;

  private final Hash[][] levels = new Hash[PROOF_HASHES][];
  private final TreeHead head = grow();
  private final HashReader reader =
      nodes ->
          nodes.stream().map(node -> levels[node.level()][Math.toIntExact(node.index())]).toList();
  private final Prover prover = new Prover(reader);
  private final List<Hash> proofOfFirst = prover.inclusion(0, SIZE);
  private final SplittableRandom random = new SplittableRandom(1);
  private final MessageDigest digest = Sha256.digest();
  private final byte[] node = new byte[1 + 2 * Hash.BYTES];

  private TreeHead grow() {
    for (int level = 0; level < levels.length; level++) {
      levels[level] = new Hash[SIZE >> level];
    }
    Frontier frontier = new Frontier();
    TreeHasher hasher = new TreeHasher();
    for (int i = 0; i < SIZE; i++) {
      byte[] entry = ByteBuffer.allocate(Integer.BYTES).putInt(i).array();
      frontier.append(
          hasher.leaf(entry), (level, index, hash) -> levels[level][Math.toIntExact(index)] = hash);
    }
    return frontier.head();
  }

  /** Makes the proof of a leaf. */
  @Benchmark
  public List<Hash> prove() {
    return prover.inclusion(random.nextInt(SIZE), SIZE);
  }

  /** Verifies the proof of the first leaf. */
  @Benchmark
  public void verify() throws VerificationException {
    ProofVerifier.inclusion(0, levels[0][0], head, proofOfFirst);
  }

  /** As many node hashes as a verification needs. */
  @Benchmark
  public byte[] messageDigest() {
    for (int i = 0; i < PROOF_HASHES; i++) {
      byte[] hash = digest.digest(node);
      System.arraycopy(hash, 0, node, 1, hash.length);
    }
    return node;
  }
}
