package dev.cairn.server.log;

import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.Losses;
import dev.cairn.server.folder.PublishedMemory;
import dev.cairn.server.publish.HeadCheck;
import dev.cairn.server.publish.Publication;
import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.TreeGrowth;
import dev.cairn.server.store.journal.Journal;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.LossKey;
import dev.cairn.tree.checkpoint.LossStatement;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.HashList;
import dev.cairn.tree.merkle.ProofVerifier;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.SigningKey;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows from declared losses: they are logged, and what they name is not demanded back. */
final class LostHeads {
  private static final Logger LOG = LoggerFactory.getLogger(LostHeads.class);

  private static final int LEAVES_AT_A_TIME = 1 << 16;

  private LostHeads() {}

  /** Whether the newest statement, if there is one, is an entry of the log. */
  static boolean isLogged(LogStore store, Losses losses) {
    return losses.newest().map(declared -> isLogged(store, declared)).orElse(true);
  }

  /**
   * Whether a statement is an entry of the log: its key says so, or the tree, also where keys are
   * missing, as after a restore.
   */
  static boolean isLogged(LogStore store, Losses.Declared declared) {
    return store.read(view -> view.key(LossKey.of(declared.note()))).isPresent()
        || isInTree(store, declared);
  }

  /** Nearly always it is the first entry after the kept head; a further statement comes later. */
  private static boolean isInTree(LogStore store, Losses.Declared declared) {
    Hash leaf = new TreeHasher().leaf(declared.note().toBytes());
    long start = declared.statement().kept().size();
    long size = store.head().size();
    while (start < size) {
      long from = start;
      long end = Math.min(size, start + LEAVES_AT_A_TIME);
      HashList leaves = store.read(view -> view.leafHashes(from, end));
      for (int at = leaves.indexOf(leaf); at >= 0; at = next(leaves, leaf, at)) {
        if (isProved(store, from + at, leaf)) {
          return true;
        }
      }
      start = end;
    }
    return false;
  }

  private static int next(HashList leaves, Hash leaf, int after) {
    int at = leaves.subList(after + 1, leaves.size()).indexOf(leaf);
    return at < 0 ? at : after + 1 + at;
  }

  private static boolean isProved(LogStore store, long index, Hash leaf) {
    return store.read(
        view -> {
          TreeHead head = view.head();
          try {
            List<Hash> proof = new Prover(view).inclusion(index, head.size());
            ProofVerifier.inclusion(index, leaf, head, proof);
            return true;
          } catch (VerificationException e) {
            throw new StoreException(
                StoreException.Kind.CORRUPT,
                "the stored tree has another root than its head; run cairn fsck",
                e);
          }
        });
  }

  /**
   * Does what is left to do of the newest declared loss: logs the statement as the next entry, and
   * has the memories forget what is lost. Does nothing if nothing is left.
   */
  static void carryOut(
      DataFolder folder,
      LogStore store,
      Journal journal,
      PublishedMemory memory,
      SigningKey key,
      InstantSource clock)
      throws DataFolderException {
    Losses losses = folder.losses();
    if (losses.newest().isEmpty()) {
      return;
    }
    Losses.Declared newest = losses.newest().get();
    if (!isLogged(store, losses)) {
      requireStored(folder.path(), journal.unstored().size());
      log(folder, store, newest);
    }
    try {
      if (memory.remembered().stream().anyMatch(each -> losses.name(head(each.publication())))) {
        memory.forget(losses::name, instead(store, memory, losses, newest, key, clock));
      }
      LossDeclaration.forgetWitnessed(folder, losses);
    } catch (UncheckedIOException e) {
      throw new DataFolderException("what is lost cannot be forgotten: " + e.getMessage(), e);
    }
  }

  /**
   * Refuses while the journal has what the store has no room for: it comes before a statement.
   *
   * @param unstored how many commits
   */
  static void requireStored(Path folder, int unstored) throws DataFolderException {
    if (unstored > 0) {
      throw new DataFolderException(
          "the journal in %s has entries that the store has no room for, and a loss is not declared before they are stored; make room first"
              .formatted(folder));
    }
  }

  private static void log(DataFolder folder, LogStore store, Losses.Declared declared)
      throws DataFolderException {
    LossStatement statement = declared.statement();
    boolean hasLost = statement.lost().stream().anyMatch(h -> StartCheck.has(store, h.head()));
    if (hasLost || !StartCheck.has(store, statement.kept())) {
      throw new DataFolderException(
          "the store in %s is not the one that went on from size %d, which the declared loss keeps; put back the one that is"
              .formatted(folder.path(), statement.kept().size()));
    }
    store.commit(
        TreeGrowth.of(store)
            .next(
                List.of(declared.note().toBytes()),
                Map.of(LossKey.of(declared.note()), new KeyUse(store.head().size(), 1))));
    LOG.warn("{} has logged a loss: {}", statement.origin(), statement.reason());
  }

  /** The newest publication that is not lost, or the first one after the loss. */
  private static Publication instead(
      LogStore store,
      PublishedMemory memory,
      Losses losses,
      Losses.Declared newest,
      SigningKey key,
      InstantSource clock) {
    TreeHead kept = newest.statement().kept();
    return memory.remembered().stream()
        .map(PublishedMemory.Remembered::publication)
        .filter(each -> !losses.name(head(each)) && head(each).size() > kept.size())
        .findFirst()
        .orElseGet(() -> first(store, memory, kept, key, clock));
  }

  private static Publication first(
      LogStore store, PublishedMemory memory, TreeHead kept, SigningKey key, InstantSource clock) {
    TreeHead head = store.read(view -> new Prover(view).head(kept.size() + 1));
    HeadCheck.after(store, kept).check(head);
    Instant now = clock.instant();
    Instant last = memory.newest().time();
    return new Publication(
        SignedCheckpoint.sign(new Checkpoint(key.verifierKey().name(), head), key),
        now.isBefore(last) ? last : now);
  }

  private static TreeHead head(Publication publication) {
    return publication.checkpoint().head();
  }
}
