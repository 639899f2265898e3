package dev.cairn.server.store;

import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the commits of a growing log, one after the other. */
public final class Growth {
  private final Frontier frontier;
  private final TreeHasher hasher = new TreeHasher();

  /** A log that begins. */
  public Growth() {
    this(new Frontier());
  }

  private Growth(Frontier frontier) {
    this.frontier = frontier;
  }

  /** Continues the log in {@code store}. */
  public static Growth of(LogStore store) {
    return new Growth(store.read(view -> Frontier.load(view.head().size(), view)));
  }

  /** The head after the last commit that was made. */
  public TreeHead head() {
    return frontier.head();
  }

  /** The next commit, of entries alone. */
  public Commit next(List<byte[]> entries) {
    return next(entries, Map.of(), List.of());
  }

  /** The next commit. */
  public Commit next(
      List<byte[]> entries, Map<String, KeyUse> keys, List<PublishedCheckpoint> checkpoints) {
    TreeHead before = frontier.head();
    Map<Integer, HashRun> runs = new TreeMap<>();
    for (byte[] entry : entries) {
      frontier.append(
          hasher.leaf(entry),
          (level, index, hash) -> {
            if (HashRun.isStored(level)) {
              runs.computeIfAbsent(level, l -> new HashRun(l, index, new ArrayList<>()))
                  .hashes()
                  .add(hash);
            }
          });
    }
    return new Commit(
        before, frontier.head(), entries, List.copyOf(runs.values()), keys, checkpoints);
  }
}
