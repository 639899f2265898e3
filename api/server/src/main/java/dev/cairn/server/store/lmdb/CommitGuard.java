package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.Commit;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * Checks the pages that LMDB is about to follow and to change, before it does: it takes them as
 * they are, and moves bytes by what they say.
 *
 * <p>Checked are both meta pages, the tree of names, the lists of free pages from the oldest on,
 * and in each table the pages from the root to where something will be put or removed, with their
 * neighbours where LMDB may join them. Not found is: what happens to a page between this check and
 * LMDB's own reading; a free page's number that has become that of a page in use, which will be
 * overwritten, and found when it is read; and a page's number that has become that of an older copy
 * of the same page.
 */
final class CommitGuard {
  private static final int LISTS = 4_096;
  private static final long LISTED_PAGES = 1 << 16;

  private final Reader reader;
  private final PageMap map;
  private final Roots roots;
  private final Set<Long> whole = new HashSet<>();

  private CommitGuard(Reader reader) {
    this.reader = reader;
    this.map = reader.map();
    this.roots = reader.roots();
  }

  /**
   * Checks in the snapshot of the last commit what the next one will need.
   *
   * @param kept the number of checkpoints that remain
   */
  static void check(Reader reader, Commit commit, int kept) {
    CommitGuard guard = new CommitGuard(reader);
    guard.checkMeta();
    guard.checkNames();
    guard.checkFree();
    guard.checkTables(commit, kept);
  }

  /** LMDB reads both pages, and goes on from the one with the higher number. */
  private void checkMeta() {
    int place = (int) (roots.transaction() & 1);
    MetaPage newest = map.meta(place);
    MetaPage older = map.meta(1 - place);
    if (!newest.equals(roots.meta())
        || older.transaction() >= newest.transaction()
        || newest.free().flags() != TreeRecord.NUMBERS_AS_KEYS
        || newest.main().flags() != 0) {
      throw map.damaged("its last commit is not what it was");
    }
  }

  private void checkNames() {
    TreeCursor names = new TreeCursor(map, "names");
    names.begin(roots.meta().main(), roots.lastPage());
    for (boolean found = names.first(); found; found = names.next()) {
      names.checkPath(whole);
    }
    if (!Roots.read(map, roots.meta()).equals(roots)) {
      throw map.damaged("its trees are not where they were");
    }
  }

  private void checkFree() {
    TreeCursor free = new TreeCursor(map, "free pages");
    free.begin(roots.meta().free(), roots.lastPage());
    free.checkLeftEdge(whole);
    long pages = LISTED_PAGES;
    long ownPages = 0;
    boolean found = free.first();
    for (int i = 0; i < LISTS && found; i++) {
      free.checkPath(whole);
      ownPages += free.checkListPages();
      pages -= checkList(free.value().order(PageFile.ORDER), pages);
      found = free.next();
    }
    // LMDB shortens a list that it has just written without giving up a page of it.
    long allPages = free.record().overflowPages();
    if (found ? ownPages > allPages : ownPages != allPages) {
      throw map.damaged("its lists of free pages do not have as many pages as they should");
    }
    if (free.last()) {
      free.checkPath(whole);
    }
  }

  /** Checks at most {@code most} of the pages of a list, and returns how many there are. */
  private long checkList(ByteBuffer list, long most) {
    long count = list.limit() < Long.BYTES ? -1 : list.getLong(0);
    if (count < 0 || count > list.limit() / Long.BYTES - 1) {
      throw map.damaged("a list of free pages makes no sense");
    }
    long before = roots.lastPage() + 1;
    for (int i = 1; i <= Math.min(count, most); i++) {
      long page = list.getLong(i * Long.BYTES);
      if (page < 2 || page >= before) {
        throw map.damaged("a list of free pages names page " + page);
      }
      before = page;
    }
    return count;
  }

  private void checkTables(Commit commit, int kept) {
    MetaTable.checkPath(reader, whole);
    commit.keys().keySet().forEach(key -> KeyTable.checkPath(reader, key, whole));
    if (!commit.entries().isEmpty()) {
      EntryTable.checkPath(reader, whole);
      commit.hashes().forEach(run -> HashTable.checkPath(reader, run, whole));
    }
    if (!commit.checkpoints().isEmpty()) {
      CheckpointTable.checkPath(reader, commit.checkpoints(), kept, whole);
    }
  }
}
