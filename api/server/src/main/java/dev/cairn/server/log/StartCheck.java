package dev.cairn.server.log;

import dev.cairn.server.folder.DataFolderException;
import dev.cairn.server.folder.PublishedMemory;
import dev.cairn.server.folder.PublishedMemory.Remembered;
import dev.cairn.server.publish.Publication;
import dev.cairn.server.store.LogStore;
import dev.cairn.tree.checkpoint.LostHead;
import dev.cairn.tree.merkle.Prover;
import dev.cairn.tree.merkle.TreeHead;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a store may be signed over: it must have all that was ever published of it. A store
 * restored from an older copy has not, and would soon sign a second history.
 */
final class StartCheck {
  private StartCheck() {}

  /**
   * The newest publication that is remembered, after checking that the store has what each memory
   * remembers.
   */
  static Publication newest(Path folder, LogStore store, PublishedMemory memory)
      throws DataFolderException {
    for (Remembered remembered : memory.remembered()) {
      requireAll(folder, store, remembered);
    }
    return memory.newest();
  }

  private static void requireAll(Path folder, LogStore store, Remembered remembered)
      throws DataFolderException {
    TreeHead head = remembered.publication().checkpoint().head();
    if (head.size() > store.head().size()) {
      throw new DataFolderException(
          "the store in %s has %d entries, but there is %s of %d: it is an older copy; put back the newest one, or bring it up from a copy of the log with cairn catch-up; only if there is none, see cairn declare-loss --help"
              .formatted(folder, store.head().size(), said(remembered.memory()), head.size()));
    }
    if (!has(store, head)) {
      throw new DataFolderException(
          "the store in %s is not the tree that was published at size %d; put back the one that was"
              .formatted(folder, head.size()));
    }
  }

  private static String said(LostHead.Memory memory) {
    return memory == LostHead.Memory.HEAD_FILE
        ? "in its head file a checkpoint"
        : "a published checkpoint";
  }

  /** Whether the store's nodes have this head. */
  static boolean has(LogStore store, TreeHead head) {
    return stored(store, head.size()).filter(head::equals).isPresent();
  }

  /** The head that the store's nodes have at a size. */
  static Optional<TreeHead> stored(LogStore store, long size) {
    return store.read(
        view ->
            size <= view.head().size()
                ? Optional.of(new Prover(view).head(size))
                : Optional.empty());
  }
}
