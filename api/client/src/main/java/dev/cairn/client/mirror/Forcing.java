package dev.cairn.client.mirror;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Files that are written and not yet forced to disk. They are forced many at a time, because a file
 * system then does for all of them at once what costs most; safe for several threads, of which one
 * forces while the others wait.
 */
final class Forcing implements AutoCloseable {
  private static final int BATCH = 4_096;
  private static final int AT_A_TIME = 16;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          AT_A_TIME, Thread.ofPlatform().daemon().name("cairn-force-", 0).factory());
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Path> files = new ArrayList<>();
  private final Set<Path> folders = new TreeSet<>();

  /** Notes a file, and the folders in which it, or a folder above it, may be new. */
  void add(Path file, Collection<Path> above) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      files.add(file);
      folders.addAll(above);
      if (files.size() >= BATCH) {
        forceAll(files);
      }
    } finally {
      lock.unlock();
    }
  }

  /** All files that were noted are on disk, under their names, once this returns. */
  void force() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      forceAll(files);
      forceAll(folders);
    } finally {
      lock.unlock();
    }
  }

  private void forceAll(Collection<Path> paths) throws IOException, InterruptedException {
    List<Future<?>> forced = new ArrayList<>();
    for (Path path : paths) {
      forced.add(
          threads.submit(
              () -> {
                forceOne(path);
                return null;
              }));
    }
    for (Future<?> one : forced) {
      await(one);
    }
    paths.clear();
  }

  private static void await(Future<?> one) throws IOException, InterruptedException {
    try {
      one.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException("forcing a file has a bug", e);
    }
  }

  /** Forces one file or folder. */
  static void forceOne(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
