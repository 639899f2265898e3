package dev.cairn.tree.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cairn.tree.VerificationException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Arbitrary positions, roots and hashes: the verifiers throw nothing but their own exception, and
 * their verdicts are those of the procedures in the specifications.
 *
 * <p>An input is one byte, the number of leading zero bits that the positions get, so that small
 * trees are tried often; three big-endian positions of 8 bytes, start (or index), end (or first
 * size) and size; the hash to be proved and the root; then the hashes of the proof.
 */
class ProofVerifierFuzzTest {
  private static final int HEADER = 1 + 3 * Long.BYTES;

  @FuzzTest
  void inclusion(byte[] bytes) {
    Input input = new Input(bytes);
    long index = input.start;
    TreeHead head = input.head(input.size, input.second);
    boolean verdict = verdict(() -> ProofVerifier.inclusion(index, input.first, head, input.proof));
    assertEquals(ReferenceVerifier.inclusion(index, input.first, head, input.proof), verdict);
  }

  @FuzzTest
  void consistency(byte[] bytes) {
    Input input = new Input(bytes);
    TreeHead first = input.head(input.end, input.first);
    TreeHead second = input.head(input.size, input.second);
    Subtree prefix = new Subtree(0, first.size());
    assertEquals(
        ReferenceVerifier.subtree(prefix, first.root(), second, input.proof),
        verdict(() -> ProofVerifier.consistency(first, second, input.proof)));
  }

  @FuzzTest
  void subtree(byte[] bytes) {
    Input input = new Input(bytes);
    if (Subtree.isValid(input.start, input.end)) {
      Subtree subtree = new Subtree(input.start, input.end);
      TreeHead head = input.head(input.size, input.second);
      assertEquals(
          ReferenceVerifier.subtree(subtree, input.first, head, input.proof),
          verdict(() -> ProofVerifier.subtree(subtree, input.first, head, input.proof)));
    }
  }

  private interface Verification {
    void run() throws VerificationException;
  }

  private static boolean verdict(Verification verification) {
    try {
      verification.run();
      return true;
    } catch (VerificationException e) {
      return false;
    }
  }

  /** The fuzzer's bytes, cut into the arguments of a verifier. */
  private static final class Input {
    private final long start;
    private final long end;
    private final long size;
    private final Hash first;
    private final Hash second;
    private final List<Hash> proof = new ArrayList<>();

    Input(byte[] bytes) {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      boolean whole = bytes.length >= HEADER + 2 * Hash.BYTES;
      long mask = whole ? -1L >>> (in.get() & 63) : 0;
      start = whole ? in.getLong() & mask : 0;
      end = whole ? in.getLong() & mask & Long.MAX_VALUE : 0;
      size = whole ? in.getLong() & mask & Long.MAX_VALUE : 0;
      first = whole ? Hash.read(in) : TreeHasher.EMPTY_ROOT;
      second = whole ? Hash.read(in) : TreeHasher.EMPTY_ROOT;
      while (in.remaining() >= Hash.BYTES) {
        proof.add(Hash.read(in));
      }
    }

    TreeHead head(long size, Hash root) {
      return size == 0 ? TreeHead.EMPTY : new TreeHead(size, root);
    }
  }
}
