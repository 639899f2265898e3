package dev.cairn.server.sequence;

import dev.cairn.server.store.Commit;
import dev.cairn.server.store.TreeGrowth;
import java.util.List;

/**
 * A batch whose appends have their places, and what is to be told once they are durable.
 *
 * @param commit what it adds to the store; of no entries, if all were there before
 * @param appends in order
 * @param outcomes one for each append
 * @param after the tree with its entries, which nobody changes
 * @param isDurable whether it is in the journal, and its callers were told
 */
record Placed(
    Commit commit,
    List<Append> appends,
    List<AppendOutcome> outcomes,
    TreeGrowth after,
    boolean isDurable) {

  /** The same, in the journal. */
  Placed durable() {
    return new Placed(commit, appends, outcomes, after, true);
  }

  /** Whether somebody goes on as soon as it is durable. */
  boolean isUrgent() {
    return appends.stream().anyMatch(append -> append.goal() == Append.Goal.DURABLE);
  }
}
