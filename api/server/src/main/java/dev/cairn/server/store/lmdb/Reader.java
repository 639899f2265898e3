package dev.cairn.server.store.lmdb;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/**
 * A read transaction that is used again and again, and a cursor for each table: beginning one anew
 * costs more than most readings do. LMDB's part is to hold the snapshot; the pages are read by the
 * cursors. Between readings it holds no snapshot. For one thread at a time.
 */
final class Reader {
  private static final int ATTEMPTS = 1_000;

  private final PageMap map;
  private final AtomicReference<Roots> newest;
  private final Txn<ByteBuffer> transaction;
  private final TreeCursor entries;
  private final TreeCursor hashes;
  private final TreeCursor keys;
  private final TreeCursor checkpoints;
  private final TreeCursor about;
  private Roots roots = Roots.NONE;

  /**
   * Starts with a snapshot of the last commit.
   *
   * @param newest the roots of a recent commit, shared by all readers
   */
  Reader(Env<ByteBuffer> env, PageMap map, AtomicReference<Roots> newest) {
    this.map = map;
    this.newest = newest;
    this.entries = new TreeCursor(map, "entries");
    this.hashes = new TreeCursor(map, "hashes");
    this.keys = new TreeCursor(map, "keys");
    this.checkpoints = new TreeCursor(map, "checkpoints");
    this.about = new TreeCursor(map, "meta");
    this.transaction = env.txnRead();
    findOrClose();
  }

  /** Takes a snapshot of the last commit. */
  void begin() {
    transaction.renew();
    findOrClose();
  }

  /** Lets go of the snapshot. */
  void end() {
    transaction.reset();
  }

  /** Lets go of everything, the snapshot too: lmdbjava frees only what is active. */
  void close() {
    transaction.close();
  }

  private void findOrClose() {
    try {
      findRoots();
    } catch (RuntimeException | Error e) {
      // It would hold the snapshot for ever.
      transaction.close();
      throw e;
    }
  }

  private void findRoots() {
    for (int i = 0; i < ATTEMPTS; i++) {
      long number = transaction.getId();
      Roots known = newest.get();
      if (known.transaction() == number) {
        use(known);
        return;
      }
      if (isFound(number)) {
        return;
      }
      transaction.reset();
      transaction.renew();
    }
    throw map.damaged("neither of its first pages has the last commit");
  }

  /**
   * Each commit writes the meta page that the commit before did not, so that the one that is sought
   * may be written while it is read: once the next commit is done, and not before. LMDB tells the
   * number of a commit when it is done.
   */
  private boolean isFound(long number) {
    MetaPage meta = map.meta((int) (number & 1));
    if (meta.transaction() != number) {
      return false;
    }
    if (map.meta((int) (~number & 1)).transaction() > number) {
      transaction.reset();
      transaction.renew();
      if (transaction.getId() != number) {
        return false;
      }
    }
    Roots found = Roots.read(map, meta);
    newest.set(found);
    use(found);
    return true;
  }

  private void use(Roots found) {
    if (roots.transaction() != found.transaction()) {
      roots = found;
      entries.begin(found.entries(), found.lastPage());
      hashes.begin(found.hashes(), found.lastPage());
      keys.begin(found.keys(), found.lastPage());
      checkpoints.begin(found.checkpoints(), found.lastPage());
      about.begin(found.about(), found.lastPage());
    }
  }

  /** The roots of the snapshot. */
  Roots roots() {
    return roots;
  }

  PageMap map() {
    return map;
  }

  TreeCursor entries() {
    return entries;
  }

  TreeCursor hashes() {
    return hashes;
  }

  TreeCursor keys() {
    return keys;
  }

  TreeCursor checkpoints() {
    return checkpoints;
  }

  /** The table {@code meta}. */
  TreeCursor about() {
    return about;
  }
}
