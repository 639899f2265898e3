package dev.cairn.server.store.lmdb;

import java.nio.ByteBuffer;

/**
 * What LMDB records of one of its B-trees ({@code MDB_db}), in 48 bytes.
 *
 * @param flags how its keys are ordered, and the like
 * @param depth the number of levels; 0 if it is empty
 * @param branchPages the number of pages above the leaves
 * @param leafPages the number of leaves
 * @param overflowPages the number of pages of values that have pages of their own
 * @param entries the number of keys
 * @param root the page at the top; {@link #NO_PAGE} if it is empty
 */
record TreeRecord(
    int flags,
    int depth,
    long branchPages,
    long leafPages,
    long overflowPages,
    long entries,
    long root) {

  /** The length of a record. */
  static final int BYTES = 48;

  /** The flag of a tree whose keys are numbers in the byte order of the machine. */
  static final int NUMBERS_AS_KEYS = 0x08;

  /** The page number that means none. */
  static final long NO_PAGE = -1;

  /** That of an empty tree. */
  static final TreeRecord EMPTY = new TreeRecord(0, 0, 0, 0, 0, 0, NO_PAGE);

  static TreeRecord read(ByteBuffer from, int at) {
    return new TreeRecord(
        Short.toUnsignedInt(from.getShort(at + 4)),
        Short.toUnsignedInt(from.getShort(at + 6)),
        from.getLong(at + 8),
        from.getLong(at + 16),
        from.getLong(at + 24),
        from.getLong(at + 32),
        from.getLong(at + 40));
  }
}
