package dev.cairn.tree.checkpoint;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import java.util.List;

/**
 * A signed head that a log can no longer show the entries of.
 *
 * @param head its size and root, as the log had signed them
 * @param memory where it was remembered
 */
public record LostHead(TreeHead head, Memory memory) implements Comparable<LostHead> {
  private static final int FIELDS = 3;

  /** Where a head was remembered that the store has not. */
  public enum Memory {
    /** In the log's folder, as the newest that it had published. */
    PUBLISHED("published"),
    /** In a head file on another volume. */
    HEAD_FILE("head-file"),
    /** In the log's folder, as the newest that a quorum had cosigned. */
    WITNESSED("witnessed"),
    /** Somewhere else: a witness, a client or an auditor showed it. */
    SHOWN("shown");

    private final String word;

    Memory(String word) {
      this.word = word;
    }

    /** The word for it in a statement. */
    public String word() {
      return word;
    }

    private static Memory parse(String word) throws MalformedException {
      for (Memory memory : values()) {
        if (memory.word.equals(word)) {
          return memory;
        }
      }
      throw new MalformedException("lost head has an unknown memory");
    }
  }

  /** Refuses the empty tree, which nobody can lose. */
  public LostHead {
    if (head.size() == 0) {
      throw new IllegalArgumentException("a lost head has at least one entry");
    }
  }

  static LostHead parse(String line) throws MalformedException {
    List<String> fields = List.of(line.split(" ", -1));
    if (fields.size() != FIELDS) {
      throw new MalformedException("lost head is not of the form: size, root, memory");
    }
    long size = CanonicalText.parseDecimal("lost size", fields.get(0));
    if (size == 0) {
      throw new MalformedException("lost head is that of the empty tree");
    }
    return new LostHead(
        new TreeHead(size, Hash.parseBase64(fields.get(1))), Memory.parse(fields.get(2)));
  }

  String line() {
    return head.size() + " " + head.root().toBase64() + " " + memory.word;
  }

  /** By size, then root, then memory. */
  @Override
  public int compareTo(LostHead other) {
    int bySize = Long.compare(head.size(), other.head.size());
    int byRoot = head.root().toHex().compareTo(other.head.root().toHex());
    if (bySize != 0) {
      return bySize;
    }
    return byRoot != 0 ? byRoot : memory.compareTo(other.memory);
  }
}
