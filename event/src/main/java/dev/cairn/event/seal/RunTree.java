package dev.cairn.event.seal;

import com.google.protobuf.ByteString;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import java.util.ArrayList;
import java.util.List;

/** The tree over a run's members, with the inclusion proof of each (RFC 6962 §2.1). */
final class RunTree {
  private final TreeHasher hasher;
  private final List<Hash> leaves;
  private final List<List<ByteString>> paths;
  private final Hash root;

  private RunTree(TreeHasher hasher, List<Hash> leaves) {
    this.hasher = hasher;
    this.leaves = leaves;
    this.paths = new ArrayList<>(leaves.size());
    leaves.forEach(_ -> paths.add(new ArrayList<>()));
    this.root = climb(0, leaves.size());
  }

  /**
   * The tree over members.
   *
   * @throws IllegalArgumentException if there are none, or too many
   */
  static RunTree of(List<byte[]> members) {
    checkCount(members.size());
    TreeHasher hasher = new TreeHasher();
    return new RunTree(hasher, members.stream().map(hasher::leaf).toList());
  }

  /** The same over members whose leaf hashes are known. */
  static RunTree ofLeaves(List<Hash> leaves) {
    checkCount(leaves.size());
    return new RunTree(new TreeHasher(), leaves);
  }

  private static void checkCount(int count) {
    if (count < 1 || count > Seals.MAX_RUN) {
      throw new IllegalArgumentException("a run has 1 to 256 members, not " + count);
    }
  }

  /** The root over a range; its two halves get each other's root into their paths. */
  private Hash climb(int start, int end) {
    if (end - start == 1) {
      return leaves.get(start);
    }
    int middle = start + Integer.highestOneBit(end - start - 1);
    Hash left = climb(start, middle);
    Hash right = climb(middle, end);
    add(right, start, middle);
    add(left, middle, end);
    return hasher.node(left, right);
  }

  private void add(Hash sibling, int start, int end) {
    ByteString bytes = ByteString.copyFrom(sibling.toBytes());
    for (int i = start; i < end; i++) {
      paths.get(i).add(bytes);
    }
  }

  int size() {
    return leaves.size();
  }

  Hash root() {
    return root;
  }

  List<ByteString> path(int position) {
    return paths.get(position);
  }
}
