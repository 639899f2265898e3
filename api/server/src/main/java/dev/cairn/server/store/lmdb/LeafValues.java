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

  /** Checks the header of a value that has pages of its own. */
  void check(Page leaf, int node, long lastPage) {
    int length = read(leaf, node, lastPage).limit();
    if (leaf.valueFlags(node) == LeafNode.BIG) {
      map.load(leaf.bigPage(node), big);
      if (!big.beginsValue(pages(length))) {
        throw damaged.apply(leaf.bigPage(node));
      }
    }
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
