package dev.cairn.server.store.lmdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** Checks one of LMDB's B-trees, from the left to the right. */
final class TreeWalk {
  private static final int BRANCH = 0x01;
  private static final int LEAF = 0x02;
  private static final int MAX_DEPTH = 32;
  private static final int LOWER_OFFSET = 12;
  private static final int UPPER_OFFSET = 14;

  /** Takes what is on the leaves. */
  @FunctionalInterface
  interface Visitor {
    void visit(String tree, LeafNode node) throws IOException;
  }

  private final PageWalk pages;
  private final String name;
  private final TreeRecord record;
  private final boolean numbersAsKeys;
  private final Visitor visitor;
  private Optional<byte[]> floor = Optional.empty();
  private boolean floorIsTaken;
  private long branchPages;
  private long leafPages;
  private long bigPages;
  private long entries;

  TreeWalk(PageWalk pages, String name, TreeRecord record, Visitor visitor) {
    this.pages = pages;
    this.numbersAsKeys = record.flags() == TreeRecord.NUMBERS_AS_KEYS;
    this.name = name;
    this.record = record;
    this.visitor = visitor;
  }

  void walk() throws IOException {
    if (record.depth() > MAX_DEPTH) {
      throw damaged("is too deep");
    }
    if (record.root() != TreeRecord.NO_PAGE) {
      walk(record.root(), 1);
    }
    if (branchPages != record.branchPages()
        || leafPages != record.leafPages()
        || bigPages != record.overflowPages()
        || entries != record.entries()
        || record.depth() == 0 != (record.root() == TreeRecord.NO_PAGE)) {
      throw damaged("does not have as many pages and keys as it should");
    }
  }

  private void walk(long number, int depth) throws IOException {
    pages.use(number);
    ByteBuffer page = pages.file().readPage(number);
    boolean isLeaf = depth == record.depth();
    int lower = Short.toUnsignedInt(page.getShort(LOWER_OFFSET));
    int upper = Short.toUnsignedInt(page.getShort(UPPER_OFFSET));
    int count = (lower - PageFile.HEADER) / Short.BYTES;
    if (PageFile.number(page) != number
        || PageFile.flags(page) != (isLeaf ? LEAF : BRANCH)
        || depth > record.depth()
        || lower % Short.BYTES != 0
        || count < (isLeaf ? 1 : 2)
        || lower > upper
        || upper > page.limit()) {
      throw damaged(number);
    }
    int used = 0;
    for (int i = 0; i < count; i++) {
      int at = Short.toUnsignedInt(page.getShort(PageFile.HEADER + i * Short.BYTES));
      if (at < upper || at + LeafNode.HEADER > page.limit()) {
        throw damaged(number);
      }
      used += isLeaf ? walkLeafNode(number, page, at) : walkBranchNode(number, page, at, i, depth);
    }
    // Nodes lie side by side, each at an even offset.
    if (used != page.limit() - upper) {
      throw damaged(number);
    }
    branchPages += isLeaf ? 0 : 1;
    leafPages += isLeaf ? 1 : 0;
  }

  /** Returns how many bytes the node takes. */
  private int walkLeafNode(long number, ByteBuffer page, int at) throws IOException {
    LeafNode node = LeafNode.read(page, at);
    if (!node.isPossible() || !rises(node.key(), true)) {
      throw damaged(number);
    }
    if (node.isBig()) {
      bigPages += pages.useBig(node.bigPage(), node.length(), numbersAsKeys);
    }
    visitor.visit(name, node);
    entries++;
    return even((int) node.end() - at);
  }

  /** A branch node has the number of a page in place of flags and length. */
  private int walkBranchNode(long number, ByteBuffer page, int at, int position, int depth)
      throws IOException {
    int keyLength = Short.toUnsignedInt(page.getShort(at + 6));
    if (at + LeafNode.HEADER + keyLength > page.limit()) {
      throw damaged(number);
    }
    byte[] key = new byte[keyLength];
    page.get(at + LeafNode.HEADER, key);
    // The leftmost key stands for anything less.
    if (position > 0 && !rises(key, false)) {
      throw damaged(number);
    }
    long high = Short.toUnsignedLong(page.getShort(at + 4));
    walk(high << 32 | Integer.toUnsignedLong(page.getInt(at)), depth + 1);
    return even(LeafNode.HEADER + keyLength);
  }

  /** Whether a key comes after those before it; {@code taken} if no later key may equal it. */
  private boolean rises(byte[] key, boolean taken) {
    int order = floor.map(before -> compare(key, before)).orElse(1);
    boolean rises = order > 0 || (order == 0 && taken && !floorIsTaken);
    floor = Optional.of(key);
    floorIsTaken = taken;
    return rises;
  }

  private int compare(byte[] a, byte[] b) {
    return numbersAsKeys && a.length == Long.BYTES && b.length == Long.BYTES
        ? Long.compareUnsigned(number(a), number(b))
        : Arrays.compareUnsigned(a, b);
  }

  private static long number(byte[] key) {
    return ByteBuffer.wrap(key).order(ByteOrder.nativeOrder()).getLong();
  }

  private static int even(int length) {
    return length + (length & 1);
  }

  private RuntimeException damaged(long page) {
    return pages.file().damaged("page %d in the tree of %s is wrong".formatted(page, name));
  }

  private RuntimeException damaged(String how) {
    return pages.file().damaged("the tree of %s %s".formatted(name, how));
  }
}
