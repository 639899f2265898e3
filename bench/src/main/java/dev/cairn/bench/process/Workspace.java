package dev.cairn.bench.process;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A temporary folder and the processes that use it; gone when the benchmark is. */
public final class Workspace implements AutoCloseable {
  private final Path folder;
  private final List<ServerProcess> servers = new CopyOnWriteArrayList<>();
  private volatile boolean kept;
  private final Thread atExit = new Thread(this::clear, "clear workspace");

  private Workspace(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes a folder of its own within {@code parent}.
   *
   * @throws IOException if that cannot be done
   */
  public static Workspace in(Path parent) throws IOException {
    Workspace workspace = new Workspace(Files.createTempDirectory(parent, "cairn-bench-"));
    Runtime.getRuntime().addShutdownHook(workspace.atExit);
    return workspace;
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** Leaves the folder where it is when the workspace is closed. */
  public void keep() {
    kept = true;
  }

  /** Ends this process when the workspace is closed. */
  ServerProcess add(ServerProcess server) {
    servers.add(server);
    return server;
  }

  /** Ends the processes and deletes the folder. */
  @Override
  public void close() {
    clear();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook does this work.
    }
  }

  private synchronized void clear() {
    servers.reversed().forEach(ServerProcess::close);
    try {
      if (!kept && Files.exists(folder)) {
        MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
