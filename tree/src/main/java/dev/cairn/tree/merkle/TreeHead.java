package dev.cairn.tree.merkle;

/**
 * What a log claims about all of its leaves: how many there are, and their root hash.
 *
 * @param size number of leaves, 0 to 2^63-1
 * @param root {@code MTH} of that many leaves (RFC 6962 §2.1); {@link TreeHasher#EMPTY_ROOT} for
 *     size 0
 */
public record TreeHead(long size, Hash root) {
  /** The head of a tree without leaves. */
  public static final TreeHead EMPTY = new TreeHead(0, TreeHasher.EMPTY_ROOT);

  /**
   * @throws IllegalArgumentException if the size is negative, or 0 with any root but that of the
   *     empty tree
   */
  public TreeHead {
    if (size < 0) {
      throw new IllegalArgumentException(
          "size " + Long.toUnsignedString(size) + " is not below 2^63");
    }
    if (size == 0 && !root.equals(TreeHasher.EMPTY_ROOT)) {
      throw new IllegalArgumentException("size 0 has the root SHA-256(\"\"), not " + root);
    }
  }
}
