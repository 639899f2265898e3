package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.StoreException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Looks up keys in one of LMDB's B-trees, and goes from key to key, without LMDB: whatever is read
 * is checked before it leads anywhere, so that a damaged page is a {@link StoreException} of kind
 * {@code CORRUPT} and never harm. Used again and again; for one thread at a time, and only while a
 * transaction holds the snapshot.
 *
 * <p>Where a method returns false the cursor is on no key.
 */
final class TreeCursor {
  /** The most levels that a tree has. */
  static final int MAX_DEPTH = 32;

  private final PageMap map;
  private final String name;
  private final List<Page> path = new ArrayList<>();
  private final int[] positions = new int[MAX_DEPTH];
  private final LeafValues values;
  private final SoughtKey sought = new SoughtKey(this::damaged);
  private TreeRecord record = TreeRecord.EMPTY;
  private long lastPage;
  private int node;

  TreeCursor(PageMap map, String name) {
    this.map = map;
    this.name = name;
    this.values = new LeafValues(map, this::damaged);
  }

  /** Goes over to the tree of {@code record} in a snapshot that ends with {@code lastPage}. */
  void begin(TreeRecord record, long lastPage) {
    this.record = record;
    this.lastPage = lastPage;
    if (record.depth() > MAX_DEPTH
        || record.depth() == 0 != (record.root() == TreeRecord.NO_PAGE)) {
      throw map.damaged("the tree of %s has no depth of its own".formatted(name));
    }
  }

  TreeRecord record() {
    return record;
  }

  /** Goes to a number, if it is there. */
  boolean get(long key) {
    sought.set(key);
    return seek() && isExact();
  }

  /** Goes to a text, if it is there. */
  boolean get(byte[] key) {
    sought.set(key);
    return seek() && isExact();
  }

  /** Goes to the smallest number from {@code key} on. */
  boolean ceiling(long key) {
    sought.set(key);
    return seek() || nextLeaf();
  }

  /** Goes to the greatest number up to {@code key}. */
  boolean floor(long key) {
    sought.set(key);
    if (seek() && isExact()) {
      return true;
    }
    return previous();
  }

  /** Goes to the key after the one that {@code get} has not found. */
  boolean after() {
    int leaf = record.depth() - 1;
    return leaf >= 0 && (positions[leaf] < path.get(leaf).count() ? show() : nextLeaf());
  }

  /** Goes to the first key. */
  boolean first() {
    if (record.depth() == 0) {
      return false;
    }
    descend(record.root(), 0, false);
    return show();
  }

  /** Goes to the last key. */
  boolean last() {
    if (record.depth() == 0) {
      return false;
    }
    descend(record.root(), 0, true);
    return show();
  }

  /** Goes to the key after the one that was found, or that it stopped before. */
  boolean next() {
    int leaf = record.depth() - 1;
    positions[leaf]++;
    return positions[leaf] < path.get(leaf).count() ? show() : nextLeaf();
  }

  /** Goes to the first key of the next leaf. */
  boolean nextLeaf() {
    int level = record.depth() - 2;
    while (level >= 0 && positions[level] + 1 >= path.get(level).count()) {
      level--;
    }
    if (level < 0) {
      return false;
    }
    positions[level]++;
    descend(child(level), level + 1, false);
    return show();
  }

  /** Goes to the key before the one that was found or sought. */
  boolean previous() {
    int level = record.depth() - 1;
    if (level < 0) {
      return false;
    }
    if (positions[level] > 0) {
      positions[level]--;
      return show();
    }
    while (level > 0 && positions[level - 1] == 0) {
      level--;
    }
    if (level == 0) {
      return false;
    }
    positions[level - 1]--;
    descend(child(level - 1), level, true);
    return show();
  }

  /** Goes to the first key that is not less than what is sought, if that is on the leaf for it. */
  private boolean seek() {
    if (record.depth() == 0) {
      return false;
    }
    int leaf = record.depth() - 1;
    long next = record.root();
    for (int level = 0; level < leaf; level++) {
      Page page = open(next, level);
      // The leftmost key of a branch stands for anything less.
      positions[level] = sought.position(page, 1, true) - 1;
      next = child(level);
    }
    Page page = open(next, leaf);
    positions[leaf] = sought.position(page, 0, false);
    return positions[leaf] < page.count() && show();
  }

  private boolean isExact() {
    return sought.compareTo(leaf(), node) == 0;
  }

  private void descend(long root, int from, boolean rightmost) {
    int leaf = record.depth() - 1;
    long next = root;
    for (int level = from; level <= leaf; level++) {
      Page page = open(next, level);
      positions[level] = rightmost ? page.count() - 1 : 0;
      if (level < leaf) {
        next = child(level);
      }
    }
  }

  private long child(int level) {
    Page page = path.get(level);
    return page.child(node(page, positions[level]));
  }

  private Page open(long page, int level) {
    if (page < 2 || page > lastPage) {
      throw map.damaged("there is no page %d in the tree of %s".formatted(page, name));
    }
    while (path.size() <= level) {
      path.add(new Page(map.pageSize()));
    }
    Page opened = path.get(level);
    map.load(page, opened);
    if (!opened.opens(level == record.depth() - 1)) {
      throw damaged(page);
    }
    return opened;
  }

  private int node(Page page, int position) {
    return SoughtKey.node(page, position, this::damaged);
  }

  private boolean show() {
    node = node(leaf(), positions[record.depth() - 1]);
    return true;
  }

  private Page leaf() {
    return path.get(record.depth() - 1);
  }

  /**
   * Checks everything on the pages from the root to the leaf that the cursor is on, or was sought
   * on.
   *
   * @param whole the pages that need no check any more; those that pass are added
   */
  void checkPath(Set<Long> whole) {
    int leaf = record.depth() - 1;
    boolean numbersAsKeys = record.flags() == TreeRecord.NUMBERS_AS_KEYS;
    for (int level = 0; level <= leaf; level++) {
      Page page = path.get(level);
      boolean isLeaf = level == leaf;
      // The leftmost key of a branch stands for anything less.
      if (whole.add(page.number())
          && !(page.isFilled(isLeaf, lastPage)
              && page.ascends(isLeaf ? 0 : 1, page.count(), numbersAsKeys))) {
        throw damaged(page.number());
      }
    }
  }

  /**
   * Checks that the pages from the root hide nothing there where {@code get} has not found a text.
   */
  void checkGap() {
    int leaf = record.depth() - 1;
    for (int level = 0; level <= leaf; level++) {
      Page page = path.get(level);
      boolean isLeaf = level == leaf;
      int from = Math.max(isLeaf ? 0 : 1, positions[level] - 2);
      int to = Math.min(page.count(), positions[level] + 3);
      if (!page.isFilled(isLeaf, lastPage) || !page.ascends(from, to, false)) {
        throw damaged(page.number());
      }
    }
  }

  /** Checks everything on the pages to the first key, and on those next to them. */
  void checkLeftEdge(Set<Long> whole) {
    if (first()) {
      checkPath(whole);
    }
    for (int level = 0; level < record.depth() - 1; level++) {
      descend(record.root(), 0, false);
      positions[level] = 1;
      descend(child(level), level + 1, false);
      checkPath(whole);
    }
  }

  /** The key that the cursor is on, a number. */
  long keyNumber() {
    return SoughtKey.number(leaf(), node, this::damaged);
  }

  /** The key that the cursor is on. */
  byte[] key() {
    return leaf().key(node);
  }

  /**
   * The value of the key that the cursor is on, big-endian; for the length of the reading. That its
   * bytes are the right ones is not known.
   */
  ByteBuffer value() {
    return values.read(leaf(), node, lastPage);
  }

  /** Checks a value's own pages: LMDB believes their header when it gives them back. */
  void checkValue() {
    values.check(leaf(), node, lastPage);
  }

  /** Like {@link #checkValue} for the lists of free pages, which may have more than they need. */
  long checkListPages() {
    return values.ownPages(leaf(), node, lastPage);
  }

  /** The record of a tree that is the value of the key that the cursor is on. */
  TreeRecord tree() {
    return values.tree(leaf(), node);
  }

  /** Says in one line that a page is damaged. */
  StoreException damaged(long page) {
    return map.damaged("page %d in the tree of %s is wrong".formatted(page, name));
  }
}
