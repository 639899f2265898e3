package dev.cairn.server.log;

import dev.cairn.server.folder.DataFolder;
import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.HeadFile;
import dev.cairn.server.folder.Losses;
import dev.cairn.server.folder.PublishedMemory;
import dev.cairn.server.publish.HeadCheck;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.journal.Journal;
import dev.cairn.tree.checkpoint.LossStatement;
import dev.cairn.tree.checkpoint.LostHead;
import dev.cairn.tree.checkpoint.SignedCheckpoint;
import dev.cairn.tree.merkle.TreeHead;
import dev.cairn.tree.note.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The operator's declaration that a log has lost entries that it had signed, and goes on without
 * them. The log is not running; all of its entries are checked before it is said what is kept.
 */
public final class LossDeclaration implements AutoCloseable {
  private final DataFolder folder;
  private final LogStore store;
  private final Journal journal;
  private final PublishedMemory memory;
  private final TreeHead kept;
  private final List<LostHead> lost;

  private LossDeclaration(
      DataFolder folder,
      LogStore store,
      Journal journal,
      PublishedMemory memory,
      TreeHead kept,
      List<LostHead> lost) {
    this.folder = folder;
    this.store = store;
    this.journal = journal;
    this.memory = memory;
    this.kept = kept;
    this.lost = lost;
  }

  /**
   * What is looked at beside the folder.
   *
   * @param headFile the log's head file, if it has one
   * @param shown checkpoints of the log that witnesses or clients remember
   */
  public record Evidence(Optional<Path> headFile, List<SignedCheckpoint> shown) {}

  /**
   * Looks at what the folder has and what is remembered beyond it. The folder is closed with the
   * declaration, or if this fails.
   *
   * @throws DataFolderException if nothing is lost, a remembered head is of another history, or the
   *     store or the journal cannot be used
   */
  public static LossDeclaration open(DataFolder folder, Evidence evidence)
      throws DataFolderException {
    try (Opening opening = new Opening(folder)) {
      LogStore store = opening.add(folder.openStore());
      Journal journal = opening.add(folder.openJournal(store));
      PublishedMemory memory =
          opening.add(
              evidence.headFile().isPresent()
                  ? PublishedMemory.open(folder, evidence.headFile().get())
                  : PublishedMemory.open(folder));
      LostHeads.requireStored(folder.path(), journal.unstored().size());
      HeadCheck.after(store, TreeHead.EMPTY).check(store.head());
      List<LostHead> lost = lost(folder, store, remembered(folder, memory, evidence));
      if (lost.isEmpty() && folder.restored().isEmpty()) {
        throw new DataFolderException(
            "nothing is lost: the store in %s has all that is remembered of it"
                .formatted(folder.path()));
      }
      TreeHead kept = kept(folder, store, lost);
      opening.succeeded();
      return new LossDeclaration(folder, store, journal, memory, kept, lost);
    } catch (StoreException e) {
      throw new DataFolderException(
          "the store in %s cannot be gone on from: %s".formatted(folder.path(), e.getMessage()), e);
    }
  }

  private static List<LostHead> remembered(
      DataFolder folder, PublishedMemory memory, Evidence evidence) throws DataFolderException {
    List<LostHead> all = new ArrayList<>();
    memory
        .remembered()
        .forEach(each -> add(all, each.publication().checkpoint().head(), each.memory()));
    try {
      PublishedHeads.witnessed(folder)
          .ifPresent(head -> add(all, head.head(), LostHead.Memory.WITNESSED));
    } catch (IOException e) {
      throw new DataFolderException(folder.path() + ": " + e.getMessage(), e);
    }
    evidence.shown().forEach(shown -> add(all, shown.head(), LostHead.Memory.SHOWN));
    return all;
  }

  private static void add(List<LostHead> all, TreeHead head, LostHead.Memory memory) {
    if (head.size() > 0) {
      all.add(new LostHead(head, memory));
    }
  }

  /** Those that the store has not, and that no earlier statement names already. */
  private static List<LostHead> lost(DataFolder folder, LogStore store, List<LostHead> remembered)
      throws DataFolderException {
    Losses before = folder.losses();
    List<LostHead> lost = new ArrayList<>();
    for (LostHead each : remembered) {
      if (StartCheck.has(store, each.head()) || isStated(store, before, each.head())) {
        continue;
      }
      if (each.head().size() <= store.head().size() && before(store, before, each).isEmpty()) {
        throw new DataFolderException(
            "the head of size %d that is remembered (%s) is of another history than the store in %s, not of one that goes on from it; put the right store back"
                .formatted(each.head().size(), each.memory().word(), folder.path()));
      }
      lost.add(each);
    }
    return lost;
  }

  /** Whether a statement that is in the log names the head. */
  private static boolean isStated(LogStore store, Losses losses, TreeHead head) {
    return losses.all().stream()
        .filter(declared -> declared.statement().names(head))
        .anyMatch(declared -> LostHeads.isLogged(store, declared));
  }

  /**
   * The kept head of the declared loss that this head, which nobody had shown then, fell to: it is
   * larger, and the log has grown to its size again since.
   */
  private static Optional<TreeHead> before(LogStore store, Losses losses, LostHead late) {
    return losses.all().reversed().stream()
        .filter(declared -> declared.statement().kept().size() < late.head().size())
        .filter(declared -> StartCheck.has(store, declared.statement().kept()))
        .filter(declared -> LostHeads.isLogged(store, declared))
        .findFirst()
        .map(declared -> declared.statement().kept());
  }

  private static TreeHead kept(DataFolder folder, LogStore store, List<LostHead> lost)
      throws DataFolderException {
    Losses losses = folder.losses();
    TreeHead now = store.head();
    Set<TreeHead> kept = new HashSet<>();
    if (folder.restored().isPresent()) {
      kept.add(now);
    }
    for (LostHead each : lost) {
      kept.add(each.head().size() > now.size() ? now : before(store, losses, each).orElse(now));
    }
    if (kept.size() > 1) {
      throw new DataFolderException(
          "the lost heads are of several losses, each of which needs its own statement; declare the newest first, without the heads of at most %d entries, and give those to the command again afterwards"
              .formatted(now.size()));
    }
    return kept.stream().findFirst().orElse(now);
  }

  /**
   * The head that the log goes on from; or for heads that are learnt of only later, the one that it
   * went on from when their loss was declared.
   */
  public TreeHead kept() {
    return kept;
  }

  /** The index of the entry that the statement becomes. */
  public long nextIndex() {
    return store.head().size();
  }

  /** The heads that are remembered and that the store has not; none: what is lost is not known. */
  public List<LostHead> lost() {
    return List.copyOf(lost);
  }

  /**
   * Declares the loss: the statement is kept in the folder, logged as the next entry, and only then
   * is what was lost forgotten. If it ends in between, the next start of the log goes on with it.
   *
   * @param reason one line
   * @throws IllegalArgumentException if the reason is not one line, or too long
   */
  public LossStatement declare(SigningKey key, String reason, InstantSource clock)
      throws DataFolderException {
    Losses losses = folder.losses();
    if (!isBegun(losses)) {
      Instant last = memory.newest().time();
      Instant now = clock.instant();
      LossStatement statement =
          LossStatement.of(
              key.verifierKey().name(), kept(), now.isBefore(last) ? last : now, reason, lost);
      losses.add(statement.sign(key), statement);
    }
    folder.clearRestored();
    LostHeads.carryOut(folder, store, journal, memory, key, clock);
    return losses.newest().orElseThrow().statement();
  }

  /** Whether an earlier attempt got as far as the statement. */
  private boolean isBegun(Losses losses) {
    return !LostHeads.isLogged(store, losses)
        && losses
            .newest()
            .filter(newest -> newest.statement().kept().equals(kept()))
            .filter(newest -> lost.stream().allMatch(h -> newest.statement().names(h.head())))
            .isPresent();
  }

  @Override
  public void close() {
    memory.close();
    journal.close();
    store.close();
    folder.close();
  }

  /** Empties the folder's memory of witnessed heads if its newest is lost. */
  static void forgetWitnessed(DataFolder folder, Losses losses) throws DataFolderException {
    try {
      Optional<SignedCheckpoint> witnessed = PublishedHeads.witnessed(folder);
      if (witnessed.isPresent() && losses.name(witnessed.get().head())) {
        try (HeadFile file = folder.openWitnessedHead()) {
          file.clear();
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new DataFolderException(folder.path() + ": " + e.getMessage(), e);
    }
  }
}
