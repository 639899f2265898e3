package dev.cairn.recorder;

import dev.cairn.recorder.delivery.Decision;
import dev.cairn.recorder.outbox.Changes;
import dev.cairn.recorder.outbox.Refusal;
import java.util.ArrayList;
import java.util.List;

/** Tasks that are done by one commit, and what they come to. For one thread. */
final class Batch {
  private final List<Task> tasks;
  private final Draft draft;
  private final List<Decision.Refused> refused = new ArrayList<>();
  private final List<Long> replayed = new ArrayList<>();
  private long settled;

  Batch(List<Task> tasks, Draft draft) {
    this.tasks = List.copyOf(tasks);
    this.draft = draft;
    tasks.forEach(this::draft);
    draft.seal();
  }

  private void draft(Task task) {
    switch (task) {
      case Task.Spool(Offer offer) -> {
        draft.add(offer);
        offer.letter().ifPresent(replayed::add);
      }
      case Task.Settle settle -> settle(settle);
      case Task.Rotate rotate -> draft.rotate(rotate.key(), rotate.receipt());
      case Task.Flush _, Task.Stop _ -> {}
    }
  }

  private void settle(Task.Settle settle) {
    settled = settle.end();
    refused.addAll(settle.refused());
    for (Decision.Refused each : settle.refused()) {
      explain(each.refusal(), "refused: " + each.status().getMessage());
    }
    for (Decision.Logged each : settle.unused()) {
      explain(each.sent(), "in the log before, at index " + each.receipt().index());
    }
  }

  /** What the client itself made is not explained: one explanation would ask for the next. */
  private void explain(Refusal sent, String reason) {
    if (sent.sequence().isPresent() && !OwnEvents.isOwn(sent.event())) {
      draft.explain(sent.sequence().getAsLong(), reason);
    }
  }

  List<Task> tasks() {
    return tasks;
  }

  Draft draft() {
    return draft;
  }

  List<Decision.Refused> refused() {
    return refused;
  }

  Changes changes() {
    Changes changes =
        Changes.settling(settled)
            .withRefused(refused.stream().map(Decision.Refused::refusal).toList())
            .withReplayed(replayed);
    return draft.runs().isEmpty() ? changes : changes.withRuns(draft.runs(), draft.chain());
  }
}
