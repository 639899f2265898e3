package dev.cairn.faults;

import dev.cairn.client.EntryCursor;
import dev.cairn.client.LogClient;
import dev.cairn.client.LogException;
import dev.cairn.client.LoggedEntry;
import dev.cairn.client.RefusedException;
import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.VerifierKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds a served log against a ledger: every acknowledged entry is at its index, and every head
 * that was ever signed is a prefix of the newest. What was read once is not read again; the roots
 * show that it is the same, and the check of the whole log at the end that it is still there.
 */
public final class Holder {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final VerifierKey key;
  private final Ledger ledger;
  private final Frontier tree = new Frontier();
  private final TreeHasher hasher = new TreeHasher();
  private final Map<Long, Hash> roots = new HashMap<>();

  /** Of the log with this key. */
  public Holder(VerifierKey key, Ledger ledger) {
    this.key = key;
    this.ledger = ledger;
    roots.put(0L, tree.root());
  }

  /** Reads what is new of a log, and throws unless everything promised is there. */
  public void check(ServerProcess server) throws LogException {
    try (LogClient client = server.client(key, PATIENCE)) {
      TreeHead head = newest(client);
      read(client, head);
      if (!tree.head().equals(head)) {
        ledger.violate("the log of " + head.size() + " entries has another history than before");
      }
      ledger.note(head);
      holdEntries(head);
      holdHeads(head);
    }
    List<String> violations = ledger.violations();
    if (!violations.isEmpty()) {
      throw new AssertionError(String.join("; ", violations));
    }
  }

  /** A head of all that was acknowledged, which the log may sign only when it is asked for. */
  private TreeHead newest(LogClient client) throws LogException {
    long last = ledger.acknowledged().keySet().stream().mapToLong(index -> index).max().orElse(-1);
    TreeHead head = client.checkpoint().head();
    if (last < head.size()) {
      return head;
    }
    try {
      ledger.check(client.get(last));
    } catch (RefusedException e) {
      ledger.violate("entry " + last + " is lost: " + e.getMessage());
    }
    return client.checkpoint().head();
  }

  /** The number of entries that were read. */
  public long size() {
    return tree.size();
  }

  private void read(LogClient client, TreeHead head) throws LogException {
    if (head.size() <= tree.size()) {
      return;
    }
    try (EntryCursor entries = client.entries(tree.size(), head.size())) {
      for (Optional<LoggedEntry> next = entries.next(); next.isPresent(); next = entries.next()) {
        Hash leaf = hasher.leaf(next.get().data());
        Ledger.Promise promise = ledger.acknowledged().get(next.get().index());
        if (promise != null && !promise.hash().equals(leaf)) {
          ledger.violate("entry " + next.get().index() + " has other bytes than acknowledged");
        }
        tree.append(leaf, (_, _, _) -> {});
        roots.put(tree.size(), tree.root());
      }
    }
  }

  private void holdEntries(TreeHead head) {
    ledger.acknowledged().keySet().stream()
        .filter(index -> index >= head.size())
        .forEach(index -> ledger.violate("entry " + index + " is lost of " + head.size()));
  }

  private void holdHeads(TreeHead head) {
    ledger
        .heads()
        .forEach(
            (size, promise) -> {
              if (size > head.size()) {
                ledger.violate("the log went back from " + size + " to " + head.size());
              } else if (!promise.hash().equals(roots.get(size))) {
                ledger.violate("the head of size " + size + " is of another history");
              }
            });
  }
}
