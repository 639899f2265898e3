package dev.cairn.server.sim;

import dev.cairn.server.sequence.AppendOutcome;
import dev.cairn.server.store.Commit;
import dev.cairn.server.store.MemoryLogStore;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What the log has promised to anybody, over all its lives, and whether it keeps it. */
final class Ledger {
  private final Trace trace;
  private final TreeHasher hasher = new TreeHasher();

  // The history of the store: what was ever committed, in order, and the root after each entry.
  private final List<byte[]> entries = new ArrayList<>();
  private final List<TreeHead> heads = new ArrayList<>(List.of(TreeHead.EMPTY));
  private final Frontier frontier = new Frontier();
  private final Map<String, Long> places = new HashMap<>();

  private final Map<Long, byte[]> acknowledged = new HashMap<>();
  private final Map<String, Long> keys = new HashMap<>();
  private final Set<String> refused = new HashSet<>();
  private final Map<Long, Hash> signed = new HashMap<>();
  private final Set<Long> damaged = new HashSet<>();
  private boolean isDamaged;
  private TreeHead shown = TreeHead.EMPTY;
  private TreeHead witnessed = TreeHead.EMPTY;

  Ledger(Trace trace) {
    this.trace = trace;
  }

  /** The largest head that anybody has seen. */
  TreeHead shown() {
    return shown;
  }

  /** How many appends of entries were acknowledged. */
  int acknowledged() {
    return acknowledged.size();
  }

  /** The entry at an index of the store's history. */
  byte[] entry(long index) {
    return entries.get((int) index);
  }

  /** Notes that the store is damaged, and perhaps the entry at an index. */
  void damage(OptionalLong entry) {
    isDamaged = true;
    entry.ifPresent(damaged::add);
  }

  boolean isDamaged() {
    return isDamaged;
  }

  /** The store has a commit on its disk. */
  void committed(Commit commit) {
    long index = commit.expected().size();
    for (byte[] entry : commit.entries()) {
      committed(index, entry);
      index++;
    }
    if (!heads.get((int) commit.next().size()).equals(commit.next())) {
      throw trace.violation(
          "the head of size " + commit.next().size() + " is not that of its entries");
    }
  }

  private void committed(long index, byte[] entry) {
    byte[] promised = acknowledged.get(index);
    if (promised != null && !Arrays.equals(promised, entry)) {
      throw trace.violation("another entry than the acknowledged one is at " + index);
    }
    if (index < entries.size()) {
      if (!Arrays.equals(entries.get((int) index), entry)) {
        throw trace.violation("the store has had two entries at " + index);
      }
      return;
    }
    String name = Attempt.entryName(entry);
    if (refused.contains(name)) {
      throw trace.violation(name + " was refused, and is at " + index);
    }
    Long before = places.put(name, index);
    if (before != null) {
      throw trace.violation(name + " is at " + before + " and at " + index);
    }
    entries.add(entry);
    frontier.append(hasher.leaf(entry), (_, _, _) -> {});
    heads.add(frontier.head());
  }

  /** A client was told that its entries are durable. */
  void acknowledged(Attempt attempt, AppendOutcome.Durable durable) {
    if (durable.leafHashes().size() != attempt.entries().size()) {
      throw trace.violation(attempt + " was acknowledged as of another length");
    }
    attempt.key().ifPresent(key -> keyed(key, durable.firstIndex()));
    for (int i = 0; i < attempt.entries().size(); i++) {
      long index = durable.firstIndex() + i;
      byte[] entry = attempt.entries().get(i);
      byte[] other = acknowledged.put(index, entry);
      if (other != null && !Arrays.equals(other, entry)) {
        throw trace.violation("two entries were acknowledged at " + index);
      }
      if (index < entries.size() && !Arrays.equals(entries.get((int) index), entry)) {
        throw trace.violation("not what is in the store was acknowledged at " + index);
      }
      if (!durable.leafHashes().get(i).equals(hasher.leaf(entry))) {
        throw trace.violation("another leaf hash was acknowledged at " + index);
      }
    }
  }

  private void keyed(String key, long index) {
    Long before = keys.putIfAbsent(key, index);
    if (before != null && before != index) {
      throw trace.violation(key + " was acknowledged at " + before + " and at " + index);
    }
  }

  /** A client was told that its key had been used for other entries. */
  void reused(Attempt attempt, long index) {
    if (isDamaged) {
      return; // The log compares leaf hashes, and one of them may be another one now.
    }
    if (!attempt.isConflict()) {
      throw trace.violation(attempt + " was told that its key was used for other entries");
    }
    keyed(attempt.key().orElseThrow(), index);
  }

  /** A client was told that nothing was appended; it will not try again. */
  void refused(Attempt attempt) {
    for (byte[] entry : attempt.entries()) {
      String name = Attempt.entryName(entry);
      if (places.containsKey(name)) {
        throw trace.violation(name + " was refused, and is in the log");
      }
      refused.add(name);
    }
  }

  /**
   * A checkpoint was signed.
   *
   * @param stored what the store had on its disk
   */
  void signed(SignedCheckpoint checkpoint, TreeHead stored) {
    TreeHead head = checkpoint.head();
    if (head.size() > stored.size()) {
      throw trace.violation("signed is " + head + ", stored " + stored);
    }
    requireTrue(head, "signed");
    Hash other = signed.put(head.size(), head.root());
    if (other != null && !other.equals(head.root())) {
      throw trace.violation("two roots were signed of size " + head.size());
    }
    if (head.size() < shown.size()) {
      throw trace.violation("signed is " + head + " after " + shown + " was shown");
    }
  }

  /** Somebody has seen a checkpoint. */
  void shown(SignedCheckpoint checkpoint) {
    requireTrue(checkpoint.head(), "shown");
    if (checkpoint.head().size() > shown.size()) {
      shown = checkpoint.head();
    }
  }

  /** The largest head that anybody has seen with a quorum's cosignatures. */
  TreeHead witnessed() {
    return witnessed;
  }

  /** A log starts from what it remembers as witnessed. */
  void startsWitnessed(TreeHead head) {
    if (head.size() < witnessed.size()) {
      throw trace.violation("witnessed was " + witnessed + ", and the start is from " + head);
    }
  }

  /** Somebody has seen a checkpoint with a quorum's cosignatures. */
  void witnessed(SignedCheckpoint checkpoint) {
    requireTrue(checkpoint.head(), "witnessed");
    if (checkpoint.head().size() > witnessed.size()) {
      witnessed = checkpoint.head();
    }
  }

  private void requireTrue(TreeHead head, String what) {
    if (head.size() >= heads.size() || !heads.get((int) head.size()).equals(head)) {
      throw trace.violation(what + " was a head that is not that of the entries: " + head);
    }
  }

  /** A log starts to serve, over a store that has all that it will ever have of the past. */
  void opened(TreeHead head, SignedCheckpoint published) {
    if (shown.size() > published.head().size()) {
      throw trace.violation("shown was " + shown + ", and the start is from " + published.head());
    }
    requireTrue(published.head(), "the start from");
    if (head.size() < published.head().size()) {
      throw trace.violation("published was " + published.head() + ", stored is " + head);
    }
    requireTrue(head, "stored");
  }

  /** A store has all that was ever acknowledged. */
  void requireAcknowledged(MemoryLogStore store) {
    acknowledged.forEach(
        (index, entry) -> {
          if (index >= store.entries.size()) {
            throw trace.violation("the acknowledged entry at " + index + " is lost");
          }
          if (!damaged.contains(index)
              && !Arrays.equals(store.entries.get(index.intValue()), entry)) {
            throw trace.violation("the acknowledged entry at " + index + " is another one");
          }
        });
  }
}
