package dev.cairn.client.tiles.service;

import com.google.protobuf.UnsafeByteOperations;
import dev.cairn.log.v1.Entry;
import dev.cairn.tree.VerificationException;
import dev.cairn.tree.merkle.Tile;
import dev.cairn.tree.tiles.EntryBundle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** The entries of a range as messages, read from bundles that were verified. */
final class EntryMessages {
  private static final int MAX_MESSAGE_BYTES = 1 << 20;

  /** Takes some neighbouring entries. */
  @FunctionalInterface
  interface Sink {
    void take(List<Entry> entries) throws InterruptedException;
  }

  private EntryMessages() {}

  static Entry entry(SignedTree signed, long index) throws IOException, VerificationException {
    EntryBundle bundle = signed.tree().entries(index / Tile.FULL);
    return message(bundle, index);
  }

  /** Sends the entries of {@code [start, end)}, which the tree has. */
  static void send(SignedTree signed, long start, long end, Sink sink)
      throws IOException, VerificationException, InterruptedException {
    LongStream bundles = LongStream.rangeClosed(start / Tile.FULL, (end - 1) / Tile.FULL);
    try (Ahead<EntryBundle> ahead = new Ahead<>(bundles, signed.tree()::entries)) {
      Optional<EntryBundle> next = ahead.next();
      while (next.isPresent()) {
        send(next.get(), start, end, sink);
        next = ahead.next();
      }
    }
  }

  private static void send(EntryBundle bundle, long start, long end, Sink sink)
      throws InterruptedException {
    long first = bundle.tile().firstHash();
    long last = Math.min(end, first + bundle.tile().width());
    List<Entry> entries = new ArrayList<>();
    int bytes = 0;
    for (long index = Math.max(start, first); index < last; index++) {
      Entry entry = message(bundle, index);
      if (bytes + entry.getData().size() > MAX_MESSAGE_BYTES) {
        sink.take(entries);
        entries = new ArrayList<>();
        bytes = 0;
      }
      entries.add(entry);
      bytes += entry.getData().size();
    }
    sink.take(entries);
  }

  private static Entry message(EntryBundle bundle, long index) {
    byte[] data = bundle.entry((int) (index - bundle.tile().firstHash()));
    return Entry.newBuilder()
        .setIndex(index)
        .setData(UnsafeByteOperations.unsafeWrap(data)) // a copy already
        .build();
  }
}
