package dev.cairn.server.store.lmdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.function.LongConsumer;

/**
 * Checks the structure of LMDB's file page by page, without LMDB: LMDB trusts what it reads, and a
 * flipped bit in a page number or an offset gives it other data, or ends the process. After this
 * walk it can be trusted to read; what it reads still has to be checked.
 *
 * <p>Every page in use is what it says it is and is used once; every key is in order; the counts
 * are those that the trees record; and no page that counts as free is in use. Takes a bit of memory
 * for each page.
 *
 * <p>A quick walk leaves out the pages of values, which are by far the most, and trees of more than
 * 65,536 other pages: that of idempotency keys may grow so large.
 */
final class PageWalk {
  private static final int STEP = 10_000;
  private static final int QUICK_PAGES = 1 << 16;

  private final PageFile file;
  private final MetaPage meta;
  private final boolean quick;
  private final LongConsumer progress;
  // LMDB's pages have numbers below 2^31 here: 8 TiB.
  private final BitSet used = new BitSet();
  private long done;

  private PageWalk(PageFile file, MetaPage meta, boolean quick, LongConsumer progress) {
    this.file = file;
    this.meta = meta;
    this.quick = quick;
    this.progress = progress;
  }

  /** A walk that takes milliseconds for a million entries. */
  static PageWalk quick(PageFile file, MetaPage meta) {
    return new PageWalk(file, meta, true, _ -> {});
  }

  /** A walk through everything, which tells the number of pages done from time to time. */
  static PageWalk full(PageFile file, MetaPage meta, LongConsumer progress) {
    return new PageWalk(file, meta, false, progress);
  }

  /**
   * Walks.
   *
   * @throws dev.cairn.server.store.StoreException at the first page that is wrong
   */
  void walk() throws IOException {
    use(0);
    use(1);
    walk("names", meta.main(), 0, this::walkNamed);
    walk("free pages", meta.free(), TreeRecord.NUMBERS_AS_KEYS, this::useFree);
  }

  private void walk(String name, TreeRecord record, int flags, TreeWalk.Visitor visitor)
      throws IOException {
    if (record.flags() != flags) {
      throw file.damaged("the tree of " + name + " is of another kind");
    }
    if (!quick || record.branchPages() + record.leafPages() <= QUICK_PAGES) {
      new TreeWalk(this, name, record, visitor).walk();
    }
  }

  private void walkNamed(String tree, LeafNode node) throws IOException {
    if (!node.isTree() || node.length() != TreeRecord.BYTES) {
      throw file.damaged("the tree of " + tree + " has something else in it");
    }
    walk(node.keyText(), TreeRecord.read(node.page(), node.offset()), 0, PageWalk::checkValue);
  }

  private static void checkValue(String tree, LeafNode node) {
    if (node.isTree()) {
      throw Failures.corrupt("the tree of " + tree + " has another tree in it");
    }
  }

  /** A list of free pages begins with their number. */
  private void useFree(String tree, LeafNode node) throws IOException {
    checkValue(tree, node);
    ByteBuffer list = node.isBig() ? file.readValue(node.bigPage(), node.length()) : node.value();
    long count = list.remaining() < Long.BYTES ? -1 : list.getLong();
    if (count < 0 || count > list.remaining() / Long.BYTES) {
      throw file.damaged("its list of free pages makes no sense");
    }
    for (long i = 0; i < count; i++) {
      use(list.getLong());
    }
  }

  PageFile file() {
    return file;
  }

  /** Counts a page as used; it must not be so already. */
  void use(long page) {
    if (page < 0 || page > meta.lastPage()) {
      throw file.damaged("there is no page " + page);
    }
    if (used.get((int) page)) {
      throw file.damaged("page " + page + " is used twice");
    }
    used.set((int) page);
    done++;
    if (done % STEP == 0) {
      progress.accept(done);
    }
  }

  /**
   * Uses the pages of a value of {@code length} bytes, and returns how many they are.
   *
   * @param mayHaveMore whether there may be more than the value needs: LMDB shortens a list of free
   *     pages that it has just written without giving up a page of it
   */
  long useBig(long first, long length, boolean mayHaveMore) throws IOException {
    long needed = (PageFile.HEADER - 1 + length) / file.pageSize() + 1;
    long pages = quick && !mayHaveMore ? needed : valuePages(first);
    if (pages < needed || (pages > needed && !mayHaveMore) || first + pages > file.count()) {
      throw file.damaged("page " + first + " is not the value that it should be");
    }
    for (long page = first; page < first + pages; page++) {
      use(page);
    }
    return pages;
  }

  /** How many pages a page says belong to the value that it begins; 0 if it begins none. */
  private long valuePages(long first) throws IOException {
    ByteBuffer header = file.readHeader(first);
    return PageFile.number(header) == first && PageFile.flags(header) == Page.BIG_VALUE
        ? Integer.toUnsignedLong(header.getInt(Page.PAGES_OFFSET))
        : 0;
  }
}
