package dev.cairn.server.log;

import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.Losses;
import dev.cairn.server.folder.PublishedMemory;
import dev.cairn.server.publish.HeadCheck;
import dev.cairn.server.publish.Publication;
import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.TreeGrowth;
import dev.cairn.tree.checkpoint.Checkpoint;
import dev.cairn.tree.checkpoint.LossKey;
import dev.cairn.tree.checkpoint.LossStatement;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.SigningKey;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows from declared losses: they are logged, and what they name is not demanded back. */
final class LostHeads {
  private static final Logger LOG = LoggerFactory.getLogger(LostHeads.class);

  private LostHeads() {}

  /** Whether the newest statement is an entry of the log. */
  static boolean isLogged(LogStore store, Losses losses) {
    return losses
        .newest()
        .map(declared -> store.read(view -> view.key(LossKey.of(declared.note()))).isPresent())
        .orElse(true);
  }

  /**
   * Does what is left to do of the newest declared loss: logs the statement as the first entry
   * after the kept head, and has the memories forget what is lost. Does nothing if nothing is left.
   */
  static void carryOut(
      DataFolder folder,
      LogStore store,
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

  private static void log(DataFolder folder, LogStore store, Losses.Declared declared)
      throws DataFolderException {
    LossStatement statement = declared.statement();
    if (!store.head().equals(statement.kept())) {
      throw new DataFolderException(
          "the store in %s is not at size %d, which the declared loss keeps; put back the one that is"
              .formatted(folder.path(), statement.kept().size()));
    }
    store.commit(
        TreeGrowth.of(store)
            .next(
                List.of(declared.note().toBytes()),
                Map.of(LossKey.of(declared.note()), new KeyUse(statement.kept().size(), 1))));
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
