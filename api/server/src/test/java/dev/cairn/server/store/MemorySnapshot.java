package dev.cairn.server.store;

import dev.cairn.server.store.StoreException.Kind;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.HashList;
import dev.cairn.tree.merkle.Node;
import dev.cairn.tree.merkle.StoredLevels;
import dev.cairn.tree.merkle.TreeHead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;

/** A view of a {@link MemoryLogStore}. */
final class MemorySnapshot implements Snapshot {
  private final TreeHead head;
  private final List<byte[]> entries;
  private final List<List<Hash>> hashes;
  private final Map<String, KeyUse> keys;
  private final NavigableMap<Long, byte[]> checkpoints;
  private boolean ended;

  MemorySnapshot(
      TreeHead head,
      List<byte[]> entries,
      List<List<Hash>> hashes,
      Map<String, KeyUse> keys,
      NavigableMap<Long, byte[]> checkpoints) {
    this.head = head;
    this.entries = entries;
    this.hashes = hashes;
    this.keys = keys;
    this.checkpoints = checkpoints;
  }

  void end() {
    ended = true;
  }

  private void requireOpen() {
    if (ended) {
      throw new IllegalStateException("a snapshot was used after its reading had returned");
    }
  }

  @Override
  public TreeHead head() {
    return head;
  }

  @Override
  public byte[] entry(long index) {
    requireOpen();
    Objects.checkIndex(index, head.size());
    if (index >= entries.size()) {
      throw new StoreException(Kind.CORRUPT, "entry " + index + " is missing");
    }
    byte[] entry = entries.get((int) index);
    if (entry.length == 0) {
      throw new StoreException(Kind.CORRUPT, "entry " + index + " is damaged");
    }
    return entry.clone();
  }

  @Override
  public void entries(long start, long end, EntrySink sink) {
    Objects.checkFromToIndex(start, end, head.size());
    for (long index = start; index < end; index++) {
      if (!sink.accept(index, entry(index))) {
        return;
      }
    }
  }

  @Override
  public HashList hashes(int level, long start, long end) {
    requireOpen();
    if (level < 0 || level > HashRun.MAX_LEVEL || !HashRun.isStored(level)) {
      throw new IllegalArgumentException("level " + level + " is not stored");
    }
    Objects.checkFromToIndex(start, end, head.size() >> level);
    List<Hash> stored = hashes.get(level / HashRun.SPACING);
    if (end > stored.size()) {
      throw new StoreException(Kind.CORRUPT, "a node of level " + level + " is missing");
    }
    List<Hash> found = new ArrayList<>();
    for (long position = start; position < end; position++) {
      found.add(stored.get((int) position));
    }
    return HashList.copyOf(found);
  }

  @Override
  public List<Hash> read(List<Node> nodes) {
    return new StoredLevels(
            HashRun.SPACING, (level, first, count) -> hashes(level, first, first + count))
        .read(nodes);
  }

  @Override
  public Optional<KeyUse> key(String idempotencyKey) {
    requireOpen();
    return Optional.ofNullable(keys.get(idempotencyKey));
  }

  @Override
  public void keys(KeySink sink) {
    requireOpen();
    keys.forEach(sink::accept);
  }

  @Override
  public void keys(String after, int limit, KeySink sink) {
    requireOpen();
    keys.entrySet().stream()
        .filter(each -> compare(each.getKey(), after) > 0)
        .sorted((a, b) -> compare(a.getKey(), b.getKey()))
        .limit(limit)
        .forEach(each -> sink.accept(each.getKey(), each.getValue()));
  }

  private static int compare(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Optional<byte[]> checkpoint(long size) {
    requireOpen();
    return Optional.ofNullable(checkpoints.get(size));
  }

  @Override
  public List<PublishedCheckpoint> checkpoints(long minSize, int limit) {
    requireOpen();
    return checkpoints.tailMap(minSize).entrySet().stream()
        .limit(limit)
        .map(entry -> new PublishedCheckpoint(entry.getKey(), entry.getValue()))
        .toList();
  }
}
