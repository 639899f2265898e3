package dev.cairn.recorder;

import dev.cairn.recorder.delivery.Decision;
import dev.cairn.recorder.delivery.DeliveryListener;
import java.util.ArrayList;
import java.util.List;

/** Tells everybody what became of events. */
final class Outcomes implements DeliveryListener {
  private final Ledger ledger;
  private final Receipts receipts;
  private final Writer writer;

  Outcomes(Ledger ledger, Receipts receipts, Writer writer) {
    this.ledger = ledger;
    this.receipts = receipts;
    this.writer = writer;
  }

  @Override
  public void decided(List<Decision> decisions) {
    List<Decision.Logged> logged = new ArrayList<>(decisions.size());
    List<Decision.Refused> refused = new ArrayList<>();
    for (Decision decision : decisions) {
      switch (decision) {
        case Decision.Logged one -> logged.add(one);
        case Decision.Refused one -> refused.add(one);
      }
    }
    ledger.acknowledged(logged.size());
    List<Decision.Logged> unused = logged.stream().filter(one -> !one.isSequenceUsed()).toList();
    // Before anybody is told: the settlement is in the queue when a caller flushes.
    writer.add(new Task.Settle(decisions.getLast().position() + 1, refused, unused));
    logged.forEach(one -> receipts.complete(one.position(), one.receipt()));
  }

  @Override
  public void stopped(Exception why) {
    receipts.stop(why);
  }
}
