package dev.cairn.server.scrub;

import dev.cairn.server.fsck.Finding;
import dev.cairn.server.scrub.EntrySweep.Leaves;
import dev.cairn.server.store.HashRun;
import dev.cairn.server.store.LogStore;
import dev.cairn.tree.lanes.BatchHasher;
import dev.cairn.tree.lanes.Lanes;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.HashList;
import dev.cairn.tree.merkle.Subtree;
import java.util.Optional;
import java.util.function.Consumer;

/** Checks the entries of a block, and the nodes of all stored levels that they complete. */
final class BlockSweep {
  /** The leaves of a block: those under one node of a stored level. */
  static final int LEAVES = 1 << 12;

  private static final int TOP = 12;
  private static final int FAN_OUT = 1 << HashRun.SPACING;

  private final BatchHasher hasher = Lanes.newHasher();
  private final SignedTree signed;
  private final StoredRuns stored;
  private final EntrySweep entries;
  private final Consumer<String> findings;
  private long found;

  BlockSweep(LogStore store, SignedTree signed, Pace pace, Consumer<String> findings) {
    this.signed = signed;
    this.findings = findings;
    this.stored = new StoredRuns(store, pace, this::add);
    this.entries = new EntrySweep(store, hasher, pace, this::add);
  }

  private void add(String finding) {
    found++;
    findings.accept(finding);
  }

  /**
   * Checks the block that begins at {@code start}.
   *
   * @param start a multiple of {@link #LEAVES}
   * @param end the index after its last entry
   * @return why the block does not lead to the signed head, where that is not of its own making
   */
  Optional<String> check(long start, long end) throws InterruptedException {
    long before = found;
    Optional<HashList> leaves = stored.read(0, start, end);
    Leaves computed = entries.hash(start, end);
    Optional<HashList> either =
        leaves.isPresent() || !computed.areAllKnown() ? leaves : Optional.of(computed.hashes());
    Optional<String> failure = Optional.of("its hashes cannot be read");
    if (either.isPresent()) {
      failure = check(start, either.get(), computed);
    }
    for (int level = TOP + HashRun.SPACING; completes(level, end); level += HashRun.SPACING) {
      checkNode(level, (end >> level) - 1);
    }
    return found == before ? failure : Optional.empty();
  }

  private Optional<String> check(long start, HashList leaves, Leaves computed)
      throws InterruptedException {
    Optional<String> failure = contradiction(start, leaves);
    boolean onlyHashesAreWrong =
        failure.isPresent()
            && computed.areAllKnown()
            && contradiction(start, computed.hashes()).isEmpty();
    for (int i = 0; i < leaves.size(); i++) {
      if (computed.known().get(i) && !computed.hashes().get(i).equals(leaves.get(i))) {
        add(
            onlyHashesAreWrong
                ? new Finding.WrongNode(0, start + i).message()
                : new Finding.WrongEntry(start + i).message());
      }
    }
    if (onlyHashesAreWrong) {
      checkNodes(start, computed.hashes(), true);
    } else {
      checkNodes(start, leaves, failure.isEmpty());
    }
    return failure;
  }

  private Optional<String> contradiction(long start, HashList leaves) {
    Frontier block = new Frontier();
    block.append(leaves, hasher, HashRun.SPACING, (_, _, _) -> {});
    return signed.contradicts(new Subtree(start, start + leaves.size()), block.root());
  }

  /**
   * Compares the nodes within the block.
   *
   * @param areProved whether the leaves are those that were signed; if not, each level is compared
   *     with the one below it, so that one wrong node is not found in all those above it
   */
  private void checkNodes(long start, HashList leaves, boolean areProved)
      throws InterruptedException {
    HashList below = leaves;
    for (int level = HashRun.SPACING; level <= TOP; level += HashRun.SPACING) {
      int count = below.size() / FAN_OUT;
      long first = start >> level;
      HashList computed = below.roots(count, HashRun.SPACING, hasher);
      Optional<HashList> run = stored.read(level, first, first + count);
      if (run.isPresent()) {
        compare(level, first, computed, run.get());
      }
      below = areProved ? computed : run.orElse(computed);
    }
  }

  private void compare(int level, long first, HashList computed, HashList run) {
    if (!computed.equals(run)) {
      for (int i = 0; i < run.size(); i++) {
        if (!computed.get(i).equals(run.get(i))) {
          add(new Finding.WrongNode(level, first + i).message());
        }
      }
    }
  }

  private static boolean completes(int level, long end) {
    return level <= HashRun.MAX_LEVEL && (end & ((1L << level) - 1)) == 0;
  }

  /** Compares a node above blocks with the stored ones below it. */
  private void checkNode(int level, long position) throws InterruptedException {
    int below = level - HashRun.SPACING;
    long first = position << HashRun.SPACING;
    Optional<HashList> children = stored.read(below, first, first + FAN_OUT);
    Optional<HashList> node = stored.read(level, position, position + 1);
    if (children.isPresent() && node.isPresent()) {
      Hash computed = children.get().roots(1, HashRun.SPACING, hasher).getFirst();
      if (!computed.equals(node.get().getFirst())) {
        add(new Finding.WrongNode(level, position).message());
      }
    }
  }
}
