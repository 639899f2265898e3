package dev.cairn.server.fsck;

import dev.cairn.server.store.KeyUse;
import dev.cairn.tree.merkle.TreeHead;

/** One thing that is wrong with a store. */
public sealed interface Finding {

  /** The store as a whole cannot be read. */
  record Unreadable(String reason) implements Finding {}

  /**
   * An entry cannot be read.
   *
   * @param index the first entry affected
   */
  record UnreadableEntry(long index, String reason) implements Finding {}

  /** An entry does not have the leaf hash that is stored for it; one of the two is wrong. */
  record WrongEntry(long index) implements Finding {}

  /**
   * A node cannot be read.
   *
   * @param level the level of the node
   * @param position the position of the first node affected in its level
   */
  record UnreadableNode(int level, long position, String reason) implements Finding {}

  /**
   * A node is not the hash of those below it; it is wrong, or one of those is.
   *
   * @param level the level of the node
   * @param position its position in the level
   */
  record WrongNode(int level, long position) implements Finding {}

  /** The tree does not have the root that the tree head states. */
  record WrongHead(TreeHead head, String reason) implements Finding {}

  /** An idempotency key cannot be read; those behind it were not checked. */
  record UnreadableKey(String reason) implements Finding {}

  /** An idempotency key was used for entries that the tree does not have. */
  record WrongKey(String key, KeyUse use) implements Finding {}

  /**
   * A checkpoint is not of this tree, or is not one.
   *
   * @param size the size under which it is stored
   */
  record WrongCheckpoint(long size, String reason) implements Finding {}

  /** One line for a person. */
  default String message() {
    return switch (this) {
      case Unreadable(String reason) -> reason;
      case UnreadableEntry(long index, String reason) ->
          "entry %d cannot be read: %s".formatted(index, reason);
      case WrongEntry(long index) -> "entry %d does not have its leaf hash".formatted(index);
      case UnreadableNode(int level, long position, String reason) ->
          "%s cannot be read: %s".formatted(node(level, position), reason);
      case WrongNode(int level, long position) ->
          "%s is not the hash of those below it".formatted(node(level, position));
      case WrongHead(TreeHead head, String reason) ->
          "the tree head of size %d is wrong: %s".formatted(head.size(), reason);
      case UnreadableKey(String reason) -> reason;
      case WrongKey(String key, KeyUse use) ->
          "idempotency key %s stands for entries [%d, %d), which the tree does not have"
              .formatted(key, use.firstIndex(), use.firstIndex() + use.count());
      case WrongCheckpoint(long size, String reason) ->
          "the checkpoint of size %d is wrong: %s".formatted(size, reason);
    };
  }

  private static String node(int level, long position) {
    return "node %d of level %d, over entries [%d, %d),"
        .formatted(position, level, position << level, (position + 1) << level);
  }
}
