package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * One of the two pages at the beginning of LMDB's file ({@code MDB_meta}). Each commit writes the
 * one that the commit before did not; the newer one counts.
 *
 * @param transaction the number of the commit
 * @param lastPage the highest page that is or was in use
 * @param free the tree of free pages
 * @param main the tree of named trees
 */
record MetaPage(long transaction, long lastPage, TreeRecord free, TreeRecord main) {
  private static final int META = 0x08;
  private static final int MAGIC = 0xBEEFC0DE;
  private static final int DATA_VERSION = 1;
  private static final int TREES_OFFSET = PageFile.HEADER + 24;
  private static final int LAST_PAGE_OFFSET = TREES_OFFSET + 2 * TreeRecord.BYTES;

  /** Reads both pages and returns the one that counts. */
  static MetaPage newest(PageFile file) throws IOException {
    MetaPage even = read(file, 0);
    MetaPage odd = read(file, 1);
    // One follows the other. If not, LMDB might take an older one for the newest.
    if (even.transaction % 2 != 0
        || (odd.transaction % 2 == 0 && odd.transaction != 0)
        || Math.abs(even.transaction - odd.transaction) > 1) {
      throw file.damaged("its last two commits do not follow each other");
    }
    return even.transaction > odd.transaction ? even : odd;
  }

  private static MetaPage read(PageFile file, int number) throws IOException {
    return parse(file.readPage(number), number, file.pageSize(), file::damaged);
  }

  /**
   * Reads a page in the byte order of the machine.
   *
   * @param damaged what is thrown if it is none
   */
  static MetaPage parse(
      ByteBuffer page, int number, int pageSize, Function<String, StoreException> damaged) {
    if (PageFile.number(page) != number
        || PageFile.flags(page) != META
        || page.getInt(PageFile.HEADER) != MAGIC) {
      throw damaged.apply("it does not begin like a store");
    }
    int version = page.getInt(PageFile.HEADER + Integer.BYTES);
    if (version != DATA_VERSION || page.getInt(TREES_OFFSET) != pageSize) {
      throw damaged.apply("it is of LMDB's data version " + version);
    }
    MetaPage meta =
        new MetaPage(
            page.getLong(LAST_PAGE_OFFSET + Long.BYTES),
            page.getLong(LAST_PAGE_OFFSET),
            TreeRecord.read(page, TREES_OFFSET),
            TreeRecord.read(page, TREES_OFFSET + TreeRecord.BYTES));
    if (meta.transaction < 0 || meta.lastPage < 1 || meta.lastPage > Integer.MAX_VALUE) {
      throw damaged.apply("its page " + number + " makes no sense");
    }
    return meta;
  }
}
