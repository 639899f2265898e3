package dev.cairn.tree.merkle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * The definitions of RFC 6962 §2.1 and of draft-ietf-plants-merkle-tree-certs written down as the
 * recursions that they are: slow, keeping nothing, sharing nothing with the code under test but the
 * type of a hash. The oracle of the tests.
 */
public class ReferenceTree {
  private final LongFunction<byte[]> entries;

  /** A tree whose entry at each index is given by a function. */
  public ReferenceTree(LongFunction<byte[]> entries) {
    this.entries = entries;
  }

  /** The draft's example tree: entry i is the single byte i. */
  public static ReferenceTree ofSingleBytes() {
    return new ReferenceTree(index -> new byte[] {(byte) index});
  }

  /** {@code MTH(D[start:end])}. */
  public Hash root(long start, long end) {
    long size = end - start;
    if (size == 0) {
      return sha256();
    }
    if (size == 1) {
      return leaf(start);
    }
    long split = start + split(size);
    return node(root(start, split), root(split, end));
  }

  /** {@code MTH} over the hashes {@code [start, end)}, at least one, as if they were leaves. */
  public static Hash rootOf(Hash[] hashes, int start, int end) {
    if (end - start == 1) {
      return hashes[start];
    }
    int split = start + (int) split(end - start);
    return node(rootOf(hashes, start, split), rootOf(hashes, split, end));
  }

  public Hash leaf(long index) {
    return sha256(new byte[] {0}, entries.apply(index));
  }

  public TreeHead head(long size) {
    return new TreeHead(size, root(0, size));
  }

  /** {@code PATH(index - start, D[start:end])}. */
  public List<Hash> path(long index, long start, long end) {
    if (end - start == 1) {
      return new ArrayList<>();
    }
    long split = start + split(end - start);
    boolean left = index < split;
    List<Hash> path = left ? path(index, start, split) : path(index, split, end);
    path.add(left ? root(split, end) : root(start, split));
    return path;
  }

  /** On which side each hash of {@code PATH(index, D[0:size])} stands: L or R. */
  static String sides(long index, long size) {
    if (size == 1) {
      return "";
    }
    long split = split(size);
    return index < split ? sides(index, split) + "R" : sides(index - split, size - split) + "L";
  }

  /** {@code PROOF(first, D[0:second])}, empty where the RFC defines none. */
  public List<Hash> proof(long first, long second) {
    return first == 0 || first == second
        ? List.of()
        : subproof(first, 0, second, /* known= */ true);
  }

  private List<Hash> subproof(long first, long start, long end, boolean known) {
    if (first == end - start) {
      return known ? new ArrayList<>() : new ArrayList<>(List.of(root(start, end)));
    }
    long split = split(end - start);
    if (first <= split) {
      List<Hash> proof = subproof(first, start, start + split, known);
      proof.add(root(start + split, end));
      return proof;
    }
    List<Hash> proof = subproof(first - split, start + split, end, /* known= */ false);
    proof.add(root(start, start + split));
    return proof;
  }

  /** {@code SUBTREE_PROOF(start, end, D[0:size])}. */
  List<Hash> subtreeProof(long start, long end, long size) {
    return start == end ? List.of() : subtreeSubproof(start, end, 0, size, /* known= */ true);
  }

  // All positions are absolute here; the tree of the recursion is D[from:to].
  private List<Hash> subtreeSubproof(long start, long end, long from, long to, boolean known) {
    if (start == from && end == to) {
      return known ? new ArrayList<>() : new ArrayList<>(List.of(root(from, to)));
    }
    long split = from + split(to - from);
    if (end <= split) {
      List<Hash> proof = subtreeSubproof(start, end, from, split, known);
      proof.add(root(split, to));
      return proof;
    }
    boolean onTheRight = split <= start;
    List<Hash> proof =
        subtreeSubproof(onTheRight ? start : split, end, split, to, onTheRight && known);
    proof.add(root(from, split));
    return proof;
  }

  /** The largest power of two smaller than {@code size}. */
  static long split(long size) {
    long power = 1;
    while (power < size - power) {
      power += power;
    }
    return power;
  }

  static Hash node(Hash left, Hash right) {
    return sha256(new byte[] {1}, left.toBytes(), right.toBytes());
  }

  static Hash sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return Hash.of(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
