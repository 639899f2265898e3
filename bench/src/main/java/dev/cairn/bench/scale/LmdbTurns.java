package dev.cairn.bench.scale;

import dev.cairn.bench.reference.BareLmdb;
import java.nio.file.Path;
import java.time.Duration;

/** Bare LMDB, a little at a time. */
final class LmdbTurns implements AutoCloseable {
  private static final long MAX_BYTES = 1L << 30;
  private static final int COMMIT = 1_000;

  private final BareLmdb lmdb;
  private final long mostEntries;
  private long entries;
  private long nanos;

  /**
   * Makes a store.
   *
   * @param folder does not exist yet
   */
  LmdbTurns(Path folder, int entryBytes) {
    this.lmdb = new BareLmdb(folder, entryBytes, MAX_BYTES);
    this.mostEntries = MAX_BYTES / 2 / (entryBytes + 64);
  }

  /** Stores entries for about that long. */
  void run(Duration time) {
    long spent = 0;
    do {
      if (lmdb.size() + COMMIT > mostEntries) {
        lmdb.clear();
      }
      long start = System.nanoTime();
      lmdb.commit(COMMIT);
      spent += System.nanoTime() - start;
      entries += COMMIT;
    } while (spent < time.toNanos());
    nanos += spent;
  }

  /** Entries a second since this was last asked. */
  double perSecond() {
    double perSecond = entries * 1e9 / nanos;
    entries = 0;
    nanos = 0;
    return perSecond;
  }

  @Override
  public void close() {
    lmdb.close();
  }
}
