package dev.cairn.server.scrub;

import dev.cairn.server.fsck.CheckpointOpener;
import dev.cairn.server.fsck.Finding;
import dev.cairn.server.store.LogStore;
import dev.cairn.tree.merkle.TreeHead;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One pass over a store, step by step. For one thread. */
final class Sweep {
  private final SignedTree signed;
  private final BlockSweep blocks;
  private final KeySweep keys;
  private final CheckpointSweep checkpoints;
  private final Consumer<String> findings;
  private final Consumer<String> edgeIsWrong;
  private Optional<String> suspicion = Optional.empty();
  private boolean foundAny;
  private boolean treeDamaged;
  private boolean isResumed;

  /**
   * @param published the newest published head; the store has at least its tree
   * @param opener opens checkpoints with the log's key
   * @param findings told each thing that is wrong, in one line
   * @param edgeIsWrong told when the stored right edge does not lead to the published head
   */
  Sweep(
      LogStore store,
      Supplier<TreeHead> published,
      CheckpointOpener opener,
      Pace pace,
      Consumer<String> findings,
      Consumer<String> edgeIsWrong) {
    this.signed = new SignedTree(store, published);
    this.findings = findings;
    this.edgeIsWrong = edgeIsWrong;
    this.blocks = new BlockSweep(store, signed, pace, this::add);
    this.keys = new KeySweep(store, pace, this::add);
    this.checkpoints =
        new CheckpointSweep(store, signed, opener, pace, this::add, () -> treeDamaged);
  }

  /**
   * Goes on with a pass that another sweep has begun.
   *
   * @param hasFindings whether that has found anything
   */
  void resume(boolean hasFindings) {
    foundAny = hasFindings;
    isResumed = true;
  }

  private void add(String finding) {
    foundAny = true;
    findings.accept(finding);
  }

  /**
   * The next step.
   *
   * @param from where the step begins
   * @param size the number of entries that the pass goes over, at most those published
   * @return where the next one begins
   * @throws dev.cairn.server.store.StoreException if the store cannot be read now, so that nothing
   *     is known of it
   * @throws InterruptedException if the scrubber is being closed; the step counts for nothing
   */
  Position step(Position from, long size) throws InterruptedException {
    boolean isBehindTree =
        from.part() == Position.Part.KEYS || from.part() == Position.Part.CHECKPOINTS;
    if (isResumed && isBehindTree) {
      judgeTree();
    }
    isResumed = false;
    return switch (from.part()) {
      case TREE -> from.next() < size ? block(from.next(), size) : endTree();
      case KEYS -> keys.check(from.key());
      case CHECKPOINTS -> end(checkpoints.check(from.next()));
      case DONE -> from;
    };
  }

  /** Where to go on if a step cannot be done. */
  static Position behind(Position failed, long size) {
    return switch (failed.part()) {
      case TREE ->
          new Position(Position.Part.TREE, Math.min(size, failed.next() + BlockSweep.LEAVES), "");
      case KEYS -> Position.checkpointsFrom(0);
      case CHECKPOINTS, DONE -> Position.done();
    };
  }

  /** A step in words. */
  static String text(Position step, long size) {
    return switch (step.part()) {
      case TREE ->
          "entries [%d, %d)"
              .formatted(step.next(), Math.min(size, step.next() + BlockSweep.LEAVES));
      case KEYS -> "idempotency keys after \"%s\"".formatted(step.key());
      case CHECKPOINTS, DONE -> "checkpoints of size %d and more".formatted(step.next());
    };
  }

  private Position block(long start, long size) throws InterruptedException {
    long end = Math.min(size, start + BlockSweep.LEAVES);
    Optional<String> failure = blocks.check(start, end);
    if (failure.isPresent() && !isEdgeWrong() && suspicion.isEmpty()) {
      suspicion =
          Optional.of(
              "entries [%d, %d) do not lead to the signed tree: %s"
                  .formatted(start, end, failure.get()));
    }
    return new Position(Position.Part.TREE, end, "");
  }

  private Position endTree() {
    judgeTree();
    return Position.keysAfter("");
  }

  private void judgeTree() {
    treeDamaged = isEdgeWrong() || foundAny;
  }

  private boolean isEdgeWrong() {
    Optional<String> failure = signed.edgeFailure();
    failure.ifPresent(
        reason -> {
          String finding = new Finding.WrongHead(signed.head(), reason).message();
          add(finding);
          edgeIsWrong.accept(finding);
        });
    return failure.isPresent();
  }

  /** What a block suffers from is found elsewhere; if it was not, the block itself is told of. */
  private Position end(Position next) {
    if (next.part() == Position.Part.DONE && !foundAny) {
      suspicion.ifPresent(this::add);
    }
    return next;
  }
}
