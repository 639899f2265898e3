package dev.cairn.witness.poll;

import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.NoteSignature;
import dev.cairn.tree.note.SignedNote;
import dev.cairn.tree.note.VerifierKey;
import dev.cairn.witness.AddCheckpointRequest;
import dev.cairn.witness.Decision;
import dev.cairn.witness.WitnessAnswer;
import dev.cairn.witness.WitnessRule;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The rule over one head in memory; its cosignatures are no signatures. */
final class MemoryWitness implements Cosigner {
  private final WitnessRule rule;
  private final AtomicInteger requests = new AtomicInteger();
  private TreeHead known = TreeHead.EMPTY;
  private Optional<SignedNote> note = Optional.empty();
  private Runnable before = () -> {};

  MemoryWitness(VerifierKey log) {
    this.rule = new WitnessRule(log);
  }

  /** Runs something before each request, as if others were faster. */
  void beforeEachRequest(Runnable task) {
    before = task;
  }

  int requests() {
    return requests.get();
  }

  TreeHead known() {
    return known(rule.log());
  }

  @Override
  public synchronized TreeHead known(VerifierKey log) {
    return known;
  }

  @Override
  public synchronized Optional<SignedNote> cosigned(VerifierKey log) {
    return note;
  }

  @Override
  public WitnessAnswer add(AddCheckpointRequest request) {
    requests.incrementAndGet();
    before.run();
    return decide(request);
  }

  synchronized WitnessAnswer decide(AddCheckpointRequest request) {
    return switch (rule.decide(known, request)) {
      case Decision.Cosign cosign -> {
        known = cosign.next();
        note = Optional.of(cosign.checkpoint().note());
        yield new WitnessAnswer.Cosigned(List.of(new NoteSignature("witness", 1, new byte[1])));
      }
      case Decision.Conflict conflict -> new WitnessAnswer.Conflict(conflict.knownSize());
      case Decision.Refused refused ->
          new WitnessAnswer.Refused(refused.reason(), refused.message());
    };
  }
}
