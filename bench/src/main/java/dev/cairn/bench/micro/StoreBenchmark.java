package dev.cairn.bench.micro;

import dev.cairn.bench.process.Workspace;
import dev.cairn.bench.reference.BareLmdb;
import dev.cairn.server.store.Commit;
import dev.cairn.server.store.lmdb.LmdbLogStore;
import java.io.IOException;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A durable commit of entries of 200 bytes; hashing them is not part of it. */
@State(Scope.Thread)
public class StoreBenchmark {
  private static final String ORIGIN = "bench.example/log";
  private static final long MAX_LMDB_BYTES = 1L << 36;

  /** Entries of a commit. */
  @Param("1000")
  public int size;

  private final NextCommit commits = new NextCommit();
  private final Workspace workspace;
  private final LmdbLogStore store;
  private final BareLmdb lmdb;
  private Commit next = commits.of(1);

  /** Opens both stores on the file system of temporary files. */
  public StoreBenchmark() {
    try {
      workspace = Workspace.in(Path.of(System.getProperty("java.io.tmpdir")));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    Path folder = workspace.folder().resolve("store");
    LmdbLogStore.create(folder, ORIGIN);
    store = LmdbLogStore.open(folder, ORIGIN);
    lmdb = new BareLmdb(workspace.folder().resolve("lmdb"), 200, MAX_LMDB_BYTES);
    store.commit(next);
  }

  /** Hashes the next entries. */
  @Setup(Level.Invocation)
  public void prepare() {
    next = commits.of(size);
  }

  /** Writes them with all that the log keeps of them. */
  @Benchmark
  public void commit() {
    store.commit(next);
  }

  /** Writes as many entries. */
  @Benchmark
  public void bareLmdb() {
    lmdb.commit(size);
  }

  /** Deletes both stores. */
  @TearDown
  public void close() {
    store.close();
    lmdb.close();
    workspace.close();
  }
}
