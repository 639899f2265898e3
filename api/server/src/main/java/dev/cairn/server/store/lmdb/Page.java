package dev.cairn.server.store.lmdb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One page of one of LMDB's trees, which is checked before anything on it is used. It can show one
 * page after the other; for one thread at a time.
 *
 * <p>A <em>node</em> is where a key with its value or child begins, counted from the page's own
 * beginning. Methods that take a node take only what {@link #node} has returned.
 */
final class Page {
  static final int BRANCH = 0x01;
  static final int LEAF = 0x02;
  static final int BIG_VALUE = 0x04;

  /** Where the header of a page of a big value says how many pages that has. */
  static final int PAGES_OFFSET = 12;

  private static final int FLAGS_OFFSET = 10;
  private static final int LOWER_OFFSET = 12;
  private static final int UPPER_OFFSET = 14;
  private static final int NODE_FLAGS_OFFSET = 4;
  private static final int KEY_LENGTH_OFFSET = 6;

  private final int size;
  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private int base;
  private long number;
  private int upper;
  private int count;
  // For a page that is not in the map.
  private byte[] copy = new byte[0];

  Page(int size) {
    this.size = size;
  }

  /** Shows the page that begins at {@code base} of {@code bytes}, in the machine's byte order. */
  void show(long number, ByteBuffer bytes, int base) {
    this.number = number;
    this.bytes = bytes;
    this.base = base;
  }

  /** The place for a copy of a page, which {@link #showCopy} shows once it is filled. */
  byte[] copy() {
    if (copy.length == 0) {
      copy = new byte[size];
    }
    return copy;
  }

  void showCopy(long number) {
    show(number, ByteBuffer.wrap(copy).order(PageFile.ORDER), 0);
  }

  /** The number under which it was sought. */
  long number() {
    return number;
  }

  /** The number of nodes, once {@link #opens} has returned true. */
  int count() {
    return count;
  }

  /** Whether this is the page that it should be, with nodes on it. */
  boolean opens(boolean leaf) {
    int lower = unsigned(LOWER_OFFSET);
    upper = unsigned(UPPER_OFFSET);
    count = (lower - PageFile.HEADER) >> 1;
    return bytes.getLong(base) == number
        && unsigned(FLAGS_OFFSET) == (leaf ? LEAF : BRANCH)
        && (lower & 1) == 0
        && count >= (leaf ? 1 : 2)
        && lower <= upper
        && upper <= size;
  }

  /** The number of pages that belong to the value that begins here; 0 if none does. */
  long valuePages() {
    return bytes.getLong(base) == number && unsigned(FLAGS_OFFSET) == BIG_VALUE
        ? Integer.toUnsignedLong(bytes.getInt(base + PAGES_OFFSET))
        : 0;
  }

  /** The node at a position in {@code [0, count)}; -1 if it is not within the page. */
  int node(int position) {
    int node = unsigned(PageFile.HEADER + (position << 1));
    boolean isWithin =
        node >= upper
            && node + LeafNode.HEADER <= size
            && node + LeafNode.HEADER + keyLength(node) <= size;
    return isWithin ? node : -1;
  }

  int keyLength(int node) {
    return unsigned(node + KEY_LENGTH_OFFSET);
  }

  /** A key of 8 bytes, as a big-endian number. */
  long keyNumber(int node) {
    long key = bytes.getLong(base + node + LeafNode.HEADER);
    return bytes.order() == ByteOrder.BIG_ENDIAN ? key : Long.reverseBytes(key);
  }

  byte[] key(int node) {
    byte[] key = new byte[keyLength(node)];
    bytes.get(base + node + LeafNode.HEADER, key);
    return key;
  }

  /** A node of a leaf, by itself. */
  LeafNode leafNode(int node) {
    ByteBuffer page = bytes.slice(base, size).order(bytes.order());
    return LeafNode.read(page, node);
  }

  /** Compares the key of a node with another, as LMDB does. */
  int compareKey(int node, byte[] other) {
    int length = keyLength(node);
    int common = Math.min(length, other.length);
    int at = base + node + LeafNode.HEADER;
    for (int i = 0; i < common; i++) {
      int difference = Byte.toUnsignedInt(bytes.get(at + i)) - Byte.toUnsignedInt(other[i]);
      if (difference != 0) {
        return difference;
      }
    }
    return length - other.length;
  }

  /** The page below a node of a branch. */
  long child(int node) {
    long low = Integer.toUnsignedLong(bytes.getInt(base + node));
    return low | (long) unsigned(node + NODE_FLAGS_OFFSET) << Integer.SIZE;
  }

  /** What the value of a node of a leaf is. */
  int valueFlags(int node) {
    return unsigned(node + NODE_FLAGS_OFFSET);
  }

  /** The length of the value of a node of a leaf. */
  long valueLength(int node) {
    return Integer.toUnsignedLong(bytes.getInt(base + node));
  }

  /** Where the value begins, or the number of its first page, counted from the page's beginning. */
  int valueOffset(int node) {
    return node + LeafNode.HEADER + keyLength(node);
  }

  /** Whether {@code length} bytes of the value are within the page. */
  boolean hasValue(int node, long length) {
    return valueOffset(node) + length <= size;
  }

  /** The first page of a value that has pages of its own. */
  long bigPage(int node) {
    return bytes.getLong(base + valueOffset(node));
  }

  /** Bytes of the page, in big-endian order. */
  ByteBuffer slice(int offset, int length) {
    return bytes.slice(base + offset, length);
  }

  /**
   * Whether all its nodes are what they can be, and fill the page without a gap. LMDB moves them
   * without looking.
   *
   * @param lastPage the last page that a node may name
   */
  boolean isFilled(boolean leaf, long lastPage) {
    int used = 0;
    for (int position = 0; position < count; position++) {
      int node = node(position);
      if (node < 0 || !(leaf ? isLeafNode(node) : isChild(child(node), lastPage))) {
        return false;
      }
      used += nodeLength(node, leaf);
    }
    return used == size - upper;
  }

  /** Whether the keys of the positions from {@code from} to before {@code to} ascend. */
  boolean ascends(int from, int to, boolean numbersAsKeys) {
    for (int position = from + 1; position < to; position++) {
      int before = node(position - 1);
      int node = node(position);
      if (before < 0 || node < 0 || compareKeys(before, node, numbersAsKeys) >= 0) {
        return false;
      }
    }
    return true;
  }

  private int compareKeys(int a, int b, boolean numbersAsKeys) {
    if (numbersAsKeys && keyLength(a) == Long.BYTES && keyLength(b) == Long.BYTES) {
      return Long.compareUnsigned(
          bytes.getLong(base + a + LeafNode.HEADER), bytes.getLong(base + b + LeafNode.HEADER));
    }
    int lengthA = keyLength(a);
    int lengthB = keyLength(b);
    for (int i = 0; i < Math.min(lengthA, lengthB); i++) {
      int at = base + LeafNode.HEADER + i;
      int difference =
          Byte.toUnsignedInt(bytes.get(at + a)) - Byte.toUnsignedInt(bytes.get(at + b));
      if (difference != 0) {
        return difference;
      }
    }
    return lengthA - lengthB;
  }

  private boolean isLeafNode(int node) {
    return switch (valueFlags(node)) {
      case LeafNode.BIG -> hasValue(node, Long.BYTES);
      case 0, LeafNode.TREE -> hasValue(node, valueLength(node));
      default -> false;
    };
  }

  private static boolean isChild(long child, long lastPage) {
    return child > 1 && child <= lastPage;
  }

  private int nodeLength(int node, boolean leaf) {
    int length = LeafNode.HEADER + keyLength(node);
    if (leaf) {
      length += valueFlags(node) == LeafNode.BIG ? Long.BYTES : (int) valueLength(node);
    }
    return length + (length & 1);
  }

  private int unsigned(int offset) {
    return Short.toUnsignedInt(bytes.getShort(base + offset));
  }
}
