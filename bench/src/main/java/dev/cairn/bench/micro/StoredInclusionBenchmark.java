package dev.cairn.bench.micro;

import dev.cairn.bench.copy.CopyPlan;
import dev.cairn.bench.copy.FilledLog;
import dev.cairn.bench.process.Workspace;
import dev.cairn.bench.read.OfflineLog;
import dev.cairn.server.read.Inclusion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Inclusion proofs of random entries as a log makes them: read from its store, and verified under
 * its checkpoint before they leave.
 */
@State(Scope.Thread)
public class StoredInclusionBenchmark {
  private static final int ENTRY_BYTES = 16;

  /** Entries of the log. */
  @Param("1000000")
  public int size;

  private final SplittableRandom random = new SplittableRandom(1);
  private @Nullable Workspace workspace;
  private @Nullable OfflineLog log;

  /** Fills a log on the file system of temporary files. */
  @Setup
  public void prepare() throws IOException {
    workspace = Workspace.in(Path.of(System.getProperty("java.io.tmpdir")));
    Path data = workspace.folder().resolve("log");
    var _ = FilledLog.make(data, new CopyPlan(size, ENTRY_BYTES));
    log = OfflineLog.open(data);
  }

  /** Makes the proof of an entry. */
  @Benchmark
  public Inclusion read() {
    if (log == null) {
      throw new IllegalStateException("the log was not made");
    }
    return log.prove(random.nextInt(size));
  }

  /** Deletes the log. */
  @TearDown
  public void close() {
    if (log != null) {
      log.close();
    }
    if (workspace != null) {
      workspace.close();
    }
  }
}
