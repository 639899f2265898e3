package dev.cairn.faults;

import dev.cairn.client.Appended;
import dev.cairn.client.LoggedEntry;
import dev.cairn.client.Receipt;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What clients of a log were promised: entries acknowledged at an index, and signed heads. Each
 * promise is noted with the moment at which it was there, and is on the disk before the note
 * returns. Safe for many threads.
 */
public final class Ledger implements AutoCloseable {
  private final FileChannel channel;
  private final Map<Long, Promise> acknowledged = new ConcurrentHashMap<>();
  private final Map<Long, Promise> heads = new ConcurrentHashMap<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock syncing = new ReentrantLock();
  // Guarded by the lock of the same name.
  private long written;
  private long synced;

  /**
   * One promise.
   *
   * @param hash the leaf hash of an entry, or the root of a head
   * @param at when it was there
   */
  public record Promise(Hash hash, Instant at) {
    /** Whether it was there before a moment, in microseconds since 1970. */
    public boolean isBefore(long micros) {
      return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000 < micros;
    }
  }

  /** A ledger in a new file. */
  public Ledger(Path file) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Notes what a receipt promises. */
  public void note(Receipt receipt) {
    note(receipt.appended());
    switch (receipt) {
      case Receipt.Durable _ -> {}
      case Receipt.Signed signed -> note(signed.inclusion().checkpoint().head());
      case Receipt.Witnessed witnessed -> note(witnessed.inclusion().checkpoint().head());
    }
  }

  /** Notes that an entry was acknowledged. */
  public void note(Appended appended) {
    Promise promise = new Promise(appended.leafHash(), Instant.now());
    keep("entry %d %s%n".formatted(appended.index(), promise.hash()));
    Promise before = acknowledged.putIfAbsent(appended.index(), promise);
    if (before != null && !before.hash().equals(promise.hash())) {
      violate("two entries were acknowledged at index " + appended.index());
    }
  }

  /** Notes that a head was signed. */
  public void note(TreeHead head) {
    Promise promise = new Promise(head.root(), Instant.now());
    if (!heads.containsKey(head.size())) {
      keep("head %d %s%n".formatted(head.size(), head.root()));
    }
    Promise before = heads.putIfAbsent(head.size(), promise);
    if (before != null && !before.hash().equals(promise.hash())) {
      violate("two roots were signed for size " + head.size());
    }
  }

  /** Holds an entry that was read against what was promised of it. */
  public void check(LoggedEntry entry) {
    Promise promise = acknowledged.get(entry.index());
    if (promise != null && !promise.hash().equals(entry.leafHash())) {
      violate("entry " + entry.index() + " was read with other bytes than were acknowledged");
    }
  }

  /** Notes that something was not as promised. */
  public void violate(String what) {
    violations.add(what);
  }

  /** The acknowledged entries, by their index. */
  public Map<Long, Promise> acknowledged() {
    return acknowledged;
  }

  /** The signed heads, by their size. */
  public Map<Long, Promise> heads() {
    return heads;
  }

  /** What was not as promised. */
  public List<String> violations() {
    return List.copyOf(violations);
  }

  /** Writes a line and returns once it is on the disk; those who wait share one sync. */
  private void keep(String line) {
    try {
      long end = write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
      syncing.lock();
      try {
        if (synced < end) {
          long reached = reached();
          channel.force(false);
          synced = reached;
        }
      } finally {
        syncing.unlock();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long write(ByteBuffer line) throws IOException {
    writing.lock();
    try {
      while (line.hasRemaining()) {
        written += channel.write(line, written);
      }
      return written;
    } finally {
      writing.unlock();
    }
  }

  private long reached() {
    writing.lock();
    try {
      return written;
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
