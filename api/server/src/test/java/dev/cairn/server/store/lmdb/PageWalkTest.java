package dev.cairn.server.store.lmdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cairn.server.store.KeyUse;
import dev.cairn.server.store.LogStore;
import dev.cairn.server.store.StoreException;
import dev.cairn.server.store.TreeGrowth;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One damage of the pages after the other, each of which LMDB would not see. */
final class PageWalkTest {
  private static final String ORIGIN = "log.example";
  private static final int PAGE = 4_096;
  private static final int META_TREES = PageFile.HEADER + 24;
  private static final int META_TRANSACTION = META_TREES + 2 * TreeRecord.BYTES + 8;

  @TempDir private Path folder;
  private ByteBuffer file = ByteBuffer.allocate(0);

  @BeforeEach
  void fill() throws IOException {
    LmdbLogStore.create(folder, ORIGIN);
    try (LogStore store = LmdbLogStore.open(folder, ORIGIN)) {
      TreeGrowth growth = new TreeGrowth();
      for (int i = 0; i < 40; i++) {
        Map<String, KeyUse> keys = Map.of("key " + i, new KeyUse(growth.head().size(), 1));
        store.commit(growth.next(Collections.nCopies(100, new byte[200]), keys));
      }
    }
    file =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("data.mdb")))
            .order(ByteOrder.nativeOrder());
  }

  /** Where the newest meta page begins. */
  private int meta() {
    return file.getLong(META_TRANSACTION) > file.getLong(PAGE + META_TRANSACTION) ? 0 : PAGE;
  }

  private static int at(long page) {
    return (int) page * PAGE;
  }

  /** Where a node of a page begins. */
  private int node(int page, int number) {
    return page + Short.toUnsignedInt(file.getShort(page + PageFile.HEADER + 2 * number));
  }

  /** Where the value of a node of a page begins. */
  private int value(int page, int number) {
    int node = node(page, number);
    return node + LeafNode.HEADER + Short.toUnsignedInt(file.getShort(node + 6));
  }

  private TreeRecord record(int offset) {
    return TreeRecord.read(file, offset);
  }

  /** Where the record of a named tree begins; they are in alphabetical order. */
  private int tree(String name) {
    int names = at(record(meta() + META_TREES + TreeRecord.BYTES).root());
    return value(names, List.of("checkpoints", "entries", "hashes", "keys", "meta").indexOf(name));
  }

  private int root(String name) {
    return at(record(tree(name)).root());
  }

  /** The leaf with the lowest keys; its values have pages of their own. */
  private int firstLeaf(String name) {
    assertEquals(2, record(tree(name)).depth());
    return at(file.getInt(node(root(name), 0)));
  }

  /** The full walk finds it, and so does opening. */
  private void assertWrong(String part) throws IOException {
    assertFullWalkFinds(part);
    StoreException e =
        assertThrows(StoreException.class, () -> LmdbLogStore.open(folder, ORIGIN).close());
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  private void assertFullWalkFinds(String part) throws IOException {
    Files.write(folder.resolve("data.mdb"), file.array());
    StoreException e =
        assertThrows(StoreException.class, () -> LmdbLogStore.checkFile(folder, _ -> {}));
    assertEquals(StoreException.Kind.CORRUPT, e.kind());
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void findsNothingInAWholeFile() {
    AtomicLong pages = new AtomicLong();
    LmdbLogStore.checkFile(folder, pages::set);
    assertEquals(1, record(tree("keys")).depth());
    assertTrue(record(tree("entries")).overflowPages() >= 200);
  }

  @Test
  void findsCommitsThatDoNotFollowEachOther() throws IOException {
    int older = PAGE - meta();
    file.putLong(older + META_TRANSACTION, file.getLong(older + META_TRANSACTION) + (1L << 40));
    assertWrong("do not follow each other");
  }

  @Test
  void findsAnOlderCommitThatTakesThePlaceOfTheNewest() throws IOException {
    int older = PAGE - meta();
    file.putLong(older + META_TRANSACTION, file.getLong(meta() + META_TRANSACTION) + 3);
    assertWrong("do not follow each other");
  }

  @Test
  void findsAPageThatIsUsedTwice() throws IOException {
    int leaf = firstLeaf("hashes");
    file.putLong(value(leaf, 1), file.getLong(value(leaf, 0)));
    assertWrong("is used twice");
  }

  @Test
  void findsAPageThatIsFreeAndInUse() throws IOException {
    int free = at(record(meta() + META_TREES).root());
    file.putLong(value(free, 0) + 8, record(tree("keys")).root());
    assertWrong("is used twice");
  }

  @Test
  void findsAFreePageThatIsNone() throws IOException {
    int free = at(record(meta() + META_TREES).root());
    file.putLong(value(free, 0) + 8, 1L << 33);
    assertWrong("there is no page 8589934592");
  }

  @Test
  void findsAFreeListThatIsTooLong() throws IOException {
    int free = at(record(meta() + META_TREES).root());
    file.putLong(value(free, 0), 1_000_000);
    assertWrong("list of free pages makes no sense");
  }

  @Test
  void findsKeysInTheWrongOrder() throws IOException {
    int pointers = firstLeaf("hashes") + PageFile.HEADER;
    short first = file.getShort(pointers);
    file.putShort(pointers, file.getShort(pointers + 2));
    file.putShort(pointers + 2, first);
    assertWrong("in the tree of hashes is wrong");
  }

  @Test
  void findsChildrenInTheWrongOrder() throws IOException {
    int branch = root("entries");
    int first = file.getInt(node(branch, 0));
    file.putInt(node(branch, 0), file.getInt(node(branch, 1)));
    file.putInt(node(branch, 1), first);
    assertWrong("in the tree of entries is wrong");
  }

  @Test
  void findsASeparatorThatDoesNotSeparate() throws IOException {
    int separator = node(root("entries"), 1) + LeafNode.HEADER;
    file.put(separator + 7, (byte) (file.get(separator + 7) + 1));
    assertWrong("in the tree of entries is wrong");
  }

  @Test
  void findsANumberOfKeysThatIsWrong() throws IOException {
    int entries = tree("keys") + 32;
    file.putLong(entries, file.getLong(entries) + 1);
    assertWrong("the tree of keys does not have as many pages and keys");
  }

  @Test
  void findsAValueThatIsTooShort() throws IOException {
    file.putInt(node(root("keys"), 3), 14);
    assertWrong("in the tree of keys is wrong");
  }

  @Test
  void findsAValueBeyondItsPage() throws IOException {
    file.putInt(node(root("keys"), 3), 5_000);
    assertWrong("in the tree of keys is wrong");
  }

  @Test
  void findsAPageThatIsAnother() throws IOException {
    file.putLong(root("keys"), 3);
    assertWrong("in the tree of keys is wrong");
  }

  @Test
  void findsAValueOfOtherPages() throws IOException {
    int first = at(file.getLong(value(firstLeaf("hashes"), 0)));
    file.putInt(first + 12, 2);
    assertFullWalkFinds("is not the value that it should be");
    // Reading does not depend on it.
    LmdbLogStore.open(folder, ORIGIN).close();
  }

  @Test
  void findsALeafAmongBranches() throws IOException {
    int depth = tree("entries") + 6;
    file.putShort(depth, (short) 3);
    assertWrong("in the tree of entries is wrong");
  }

  @Test
  void findsATreeOfAnotherKind() throws IOException {
    file.putShort(tree("hashes") + 4, (short) 0x08);
    assertWrong("the tree of hashes is of another kind");
  }

  @Test
  void findsATreeWithoutRoot() throws IOException {
    file.putLong(tree("hashes") + 40, -1);
    assertWrong("the tree of hashes does not have as many pages and keys");
  }
}
