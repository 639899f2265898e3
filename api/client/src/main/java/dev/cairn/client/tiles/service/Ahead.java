package dev.cairn.client.tiles.service;

import dev.cairn.tree.VerificationException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** Loads files one after the other, and some ahead of their turn. For one thread. */
final class Ahead<T> implements AutoCloseable {
  private static final int DEPTH = 4;

  /** Loads the file of one position. */
  @FunctionalInterface
  interface Loader<T> {
    T load(long position) throws IOException, VerificationException;
  }

  private final PrimitiveIterator.OfLong positions;
  private final Loader<T> loader;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Deque<Future<T>> under = new ArrayDeque<>(DEPTH);

  Ahead(LongStream positions, Loader<T> loader) {
    this.positions = positions.iterator();
    this.loader = loader;
  }

  /** The next one; empty after the last. */
  Optional<T> next() throws IOException, VerificationException, InterruptedException {
    while (under.size() < DEPTH && positions.hasNext()) {
      long position = positions.nextLong();
      under.add(threads.submit(() -> loader.load(position)));
    }
    Future<T> first = under.poll();
    if (first == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(first.get());
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException unreadable -> throw unreadable;
        case VerificationException wrong -> throw wrong;
        case null, default -> throw new IllegalStateException("a file was not loaded", e);
      }
    }
  }

  /** Gives up what is under way. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
