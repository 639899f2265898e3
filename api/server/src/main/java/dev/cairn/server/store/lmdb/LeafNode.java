package dev.cairn.server.store.lmdb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A key with its value on a leaf of one of LMDB's trees ({@code MDB_node}).
 *
 * @param page the leaf
 * @param keyOffset where the key begins
 * @param keyLength the length of the key
 * @param flags what the value is
 * @param length the length of the value
 */
record LeafNode(ByteBuffer page, int keyOffset, int keyLength, int flags, long length) {
  /** The length of what comes before the key. */
  static final int HEADER = 8;

  /** The flag of a value that has pages of its own. */
  static final int BIG = 0x01;

  /** The flag of a value that is the record of a tree. */
  static final int TREE = 0x02;

  static LeafNode read(ByteBuffer page, int at) {
    return new LeafNode(
        page,
        at + HEADER,
        Short.toUnsignedInt(page.getShort(at + 6)),
        Short.toUnsignedInt(page.getShort(at + 4)),
        Integer.toUnsignedLong(page.getInt(at)));
  }

  /** Whether it says of itself something that can be. */
  boolean isPossible() {
    return (flags == 0 || isBig() || isTree()) && end() <= page.limit();
  }

  /** Whether the value has pages of its own. */
  boolean isBig() {
    return flags == BIG;
  }

  /** Whether the value is the record of a tree. */
  boolean isTree() {
    return flags == TREE;
  }

  /** Where the value begins, or the number of its first page. */
  int offset() {
    return keyOffset + keyLength;
  }

  /** Where the node ends. */
  long end() {
    return offset() + (isBig() ? Long.BYTES : length);
  }

  /** The first page of a value that has pages of its own. */
  long bigPage() {
    return page.getLong(offset());
  }

  byte[] key() {
    byte[] key = new byte[keyLength];
    page.get(keyOffset, key);
    return key;
  }

  String keyText() {
    return new String(key(), StandardCharsets.UTF_8);
  }

  /** The value, if it has no pages of its own. */
  ByteBuffer value() {
    return page.slice(offset(), (int) length).order(page.order());
  }
}
