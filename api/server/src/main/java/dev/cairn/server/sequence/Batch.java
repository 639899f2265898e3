package dev.cairn.server.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The work that waited while the batch before it got its places. */
final class Batch {
  private final SequencerLimits limits;
  private final List<Append> appends = new ArrayList<>();
  private final List<Append> withdrawn = new ArrayList<>();
  private final List<CompletableFuture<Void>> barriers = new ArrayList<>();
  private boolean isLast;
  private long entries;
  private long bytes;

  Batch(SequencerLimits limits) {
    this.limits = limits;
  }

  void add(Work work) {
    switch (work) {
      // Under overload, work for nobody would make it last.
      case Work.Entries(Append append) when append.isWithdrawn().getAsBoolean() ->
          withdrawn.add(append);
      case Work.Entries(Append append) -> {
        appends.add(append);
        entries += append.entries().size();
        bytes += append.bytes();
      }
      case Work.Barrier(CompletableFuture<Void> reached) -> barriers.add(reached);
      case Work.End() -> isLast = true;
    }
  }

  /**
   * Whether no more is to be added: there is enough, or someone waits for the end of this batch.
   */
  boolean isComplete() {
    return isLast
        || !barriers.isEmpty()
        || entries >= limits.batchEntries()
        || bytes >= limits.batchBytes();
  }

  boolean isLast() {
    return isLast;
  }

  List<CompletableFuture<Void>> barriers() {
    return barriers;
  }

  List<Append> appends() {
    return appends;
  }

  /** What nobody waits for any more. */
  List<Append> withdrawn() {
    return withdrawn;
  }
}
