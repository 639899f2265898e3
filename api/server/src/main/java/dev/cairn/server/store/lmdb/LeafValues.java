package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.StoreException;
import java.nio.ByteBuffer;
import java.util.function.LongFunction;

/** The values of the keys on a tree's leaves, on the leaf itself or on pages of their own. */
final class LeafValues {
  // Larger than any entry and any checkpoint.
  private static final long MAX_BYTES = 1 << 26;

  private final PageMap map;
  private final LongFunction<StoreException> damaged;
  private final Page big;

  /** What is thrown because of a page comes from {@code damaged}. */
  LeafValues(PageMap map, LongFunction<StoreException> damaged) {
    this.map = map;
    this.damaged = damaged;
    this.big = new Page(map.pageSize());
  }

  /**
   * The value of a node in big-endian order.
   *
   * @param lastPage the last page that it may be on
   */
  ByteBuffer read(Page leaf, int node, long lastPage) {
    long length = leaf.valueLength(node);
    if (leaf.valueFlags(node) == LeafNode.BIG && leaf.hasValue(node, Long.BYTES)) {
      return readBig(leaf, leaf.bigPage(node), length, lastPage);
    }
    if (leaf.valueFlags(node) != 0 || !leaf.hasValue(node, length)) {
      throw damaged.apply(leaf.number());
    }
    return leaf.slice(leaf.valueOffset(node), (int) length);
  }

  private ByteBuffer readBig(Page leaf, long first, long length, long lastPage) {
    if (length > MAX_BYTES
        || first < 2
        || first > lastPage
        || first + pages(length) - 1 > lastPage) {
      throw damaged.apply(leaf.number());
    }
    return map.value(first, (int) length);
  }

  /** Checks that a value has no more pages of its own than it needs. */
  void check(Page leaf, int node, long lastPage) {
    long pages = ownPages(leaf, node, lastPage);
    if (pages > 0 && pages != pages(leaf.valueLength(node))) {
      throw damaged.apply(leaf.bigPage(node));
    }
  }

  /**
   * How many pages of its own a value has, as their header says: at least those that it needs.
   *
   * @param lastPage the last page that may be one of them
   */
  long ownPages(Page leaf, int node, long lastPage) {
    int length = read(leaf, node, lastPage).limit();
    if (leaf.valueFlags(node) != LeafNode.BIG) {
      return 0;
    }
    long first = leaf.bigPage(node);
    map.load(first, big);
    long pages = big.valuePages();
    if (pages < pages(length) || first + pages - 1 > lastPage) {
      throw damaged.apply(first);
    }
    return pages;
  }

  private long pages(long length) {
    return (PageFile.HEADER - 1 + length) / map.pageSize() + 1;
  }

  /** The record of a tree that is the value of a node. */
  TreeRecord tree(Page leaf, int node) {
    if (leaf.valueFlags(node) != LeafNode.TREE
        || leaf.valueLength(node) != TreeRecord.BYTES
        || !leaf.hasValue(node, TreeRecord.BYTES)) {
      throw damaged.apply(leaf.number());
    }
    return TreeRecord.read(
        leaf.slice(leaf.valueOffset(node), TreeRecord.BYTES).order(PageFile.ORDER), 0);
  }
}
