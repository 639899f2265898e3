package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The pages of a damaged file, from which each part is taken that can be what it should be, and the
 * rest is passed over.
 */
final class SalvageFile implements AutoCloseable {
  private static final long MAX_VALUE_BYTES = 1 << 26;

  /** Takes the leaf nodes that are found, each with where it is. */
  @FunctionalInterface
  interface Visitor {
    void visit(Place place, LeafNode node);
  }

  /** Where a node is: a page, and a position on it. */
  record Place(long page, int position) {}

  private final PageFile file;

  private SalvageFile(PageFile file) {
    this.file = file;
  }

  static SalvageFile open(Path path) throws IOException {
    return new SalvageFile(PageFile.openDamaged(path));
  }

  long count() {
    return file.count();
  }

  /** The meta pages that make sense, the newest first. */
  List<MetaPage> metaPages() {
    List<MetaPage> pages = new ArrayList<>();
    for (int number = 0; number < 2; number++) {
      try {
        pages.add(MetaPage.parse(file.readPage(number), number, file.pageSize(), file::damaged));
      } catch (IOException | StoreException _) {
        // It makes no sense.
      }
    }
    pages.sort(Comparator.comparingLong(MetaPage::transaction).reversed());
    return pages;
  }

  /**
   * Walks a tree from its root as far as it leads.
   *
   * @param visited the pages that were visited, which are not visited again
   * @return whether nothing had to be passed over
   */
  boolean walk(long root, BitSet visited, Visitor visitor) {
    return walk(root, 0, visited, visitor);
  }

  private boolean walk(long number, int depth, BitSet visited, Visitor visitor) {
    if (number < 2 || number >= count() || depth > TreeCursor.MAX_DEPTH) {
      return false;
    }
    if (visited.get((int) number)) {
      return true;
    }
    visited.set((int) number);
    Optional<Page> page = page(number);
    if (page.isEmpty()) {
      return false;
    }
    if (page.get().opens(true)) {
      return visit(page.get(), visitor);
    }
    return page.get().opens(false) && walkChildren(page.get(), depth, visited, visitor);
  }

  private boolean walkChildren(Page page, int depth, BitSet visited, Visitor visitor) {
    boolean whole = true;
    for (int i = 0; i < page.count(); i++) {
      int node = page.node(i);
      whole &= node >= 0 && walk(page.child(node), depth + 1, visited, visitor);
    }
    return whole;
  }

  /** Visits a leaf outside of any tree, if the page is one. */
  void visitLeaf(long number, Visitor visitor) {
    Optional<Page> page = page(number);
    if (page.isPresent() && page.get().opens(true)) {
      visit(page.get(), visitor);
    }
  }

  private boolean visit(Page page, Visitor visitor) {
    boolean whole = true;
    for (int i = 0; i < page.count(); i++) {
      Optional<LeafNode> node = node(page, i);
      whole &= node.isPresent();
      Place place = new Place(page.number(), i);
      node.ifPresent(found -> visitor.visit(place, found));
    }
    return whole;
  }

  private static Optional<LeafNode> node(Page page, int position) {
    int at = page.node(position);
    if (at < 0) {
      return Optional.empty();
    }
    LeafNode node = page.leafNode(at);
    return node.isPossible() ? Optional.of(node) : Optional.empty();
  }

  /** The node at a place that was visited. */
  Optional<LeafNode> node(Place place) {
    Optional<Page> page = page(place.page);
    return page.isPresent() && page.get().opens(true) && place.position < page.get().count()
        ? node(page.get(), place.position)
        : Optional.empty();
  }

  /** The value of a node in big-endian order, as far as it is there. */
  Optional<ByteBuffer> value(LeafNode node) {
    if (!node.isBig()) {
      return Optional.of(node.page().slice(node.offset(), (int) node.length()));
    }
    if (node.bigPage() < 2 || node.length() > MAX_VALUE_BYTES) {
      return Optional.empty();
    }
    try {
      return Optional.of(file.readValue(node.bigPage(), node.length()).slice());
    } catch (IOException | StoreException e) {
      return Optional.empty();
    }
  }

  /** The number of pages that a page says belong to its value, if it says that it begins one. */
  long valuePages(long number) {
    try {
      ByteBuffer header = file.readHeader(number);
      boolean begins =
          PageFile.number(header) == number && PageFile.flags(header) == Page.BIG_VALUE;
      return begins ? Integer.toUnsignedLong(header.getInt(Page.PAGES_OFFSET)) : 0;
    } catch (IOException | StoreException e) {
      return 0;
    }
  }

  /** The number of pages of a value of its own. */
  long pagesOf(LeafNode node) {
    return (PageFile.HEADER - 1 + node.length()) / file.pageSize() + 1;
  }

  private Optional<Page> page(long number) {
    try {
      Page page = new Page(file.pageSize());
      page.show(number, file.readPage(number), 0);
      return Optional.of(page);
    } catch (IOException | StoreException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
