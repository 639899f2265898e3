package dev.cairn.event.seal;

import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import java.util.ArrayList;
import java.util.List;

/** The tree over a run's members, with the inclusion proof of each (RFC 6962 §2.1). */
final class RunTree {
  private final TreeHasher hasher = new TreeHasher();
  private final List<byte[]> members;
  private final List<List<Hash>> paths;
  private final Hash root;

  private RunTree(List<byte[]> members) {
    this.members = members;
    this.paths = new ArrayList<>(members.size());
    members.forEach(_ -> paths.add(new ArrayList<>()));
    this.root = climb(0, members.size());
  }

  static RunTree of(List<byte[]> members) {
    if (members.isEmpty() || members.size() > Seals.MAX_RUN) {
      throw new IllegalArgumentException("a run has 1 to 256 members, not " + members.size());
    }
    return new RunTree(members);
  }

  /** The root over a range; its two halves get each other's root into their paths. */
  private Hash climb(int start, int end) {
    if (end - start == 1) {
      return hasher.leaf(members.get(start));
    }
    int middle = start + Integer.highestOneBit(end - start - 1);
    Hash left = climb(start, middle);
    Hash right = climb(middle, end);
    paths.subList(start, middle).forEach(path -> path.add(right));
    paths.subList(middle, end).forEach(path -> path.add(left));
    return hasher.node(left, right);
  }

  int size() {
    return members.size();
  }

  Hash root() {
    return root;
  }

  List<Hash> path(int position) {
    return paths.get(position);
  }
}
