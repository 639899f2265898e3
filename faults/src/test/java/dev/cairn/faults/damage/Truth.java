package dev.cairn.faults.damage;

import dev.cairn.tree.merkle.Frontier;
import dev.cairn.tree.merkle.Hash;
import dev.cairn.tree.merkle.TreeHasher;
import dev.cairn.tree.merkle.TreeHead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What the log has in it: entries and their keys follow from their index alone. */
final class Truth {
  private final List<byte[]> entries = new ArrayList<>();
  private final List<TreeHead> heads = new ArrayList<>();
  private final Frontier tree = new Frontier();
  private final TreeHasher hasher = new TreeHasher();

  /** Of a log with so many entries. */
  Truth(int size) {
    heads.add(tree.head());
    for (int i = 0; i < size; i++) {
      add(entryAt(i));
    }
  }

  /** The entry at an index: mostly small, some larger than a page. */
  static byte[] entryAt(int index) {
    Random random = new Random(index);
    byte[] name = ("entry " + index + " ").getBytes(StandardCharsets.US_ASCII);
    int length = index % 37 == 36 ? 1_000 + random.nextInt(9_000) : 30 + random.nextInt(200);
    byte[] entry = new byte[length];
    random.nextBytes(entry);
    System.arraycopy(name, 0, entry, 0, name.length);
    return entry;
  }

  /** The idempotency key of an entry; empty if it has none. */
  static String keyAt(int index) {
    return index % 5 == 0 ? "key " + index : "";
  }

  /** Appends one more. */
  void add(byte[] entry) {
    entries.add(entry);
    tree.append(hasher.leaf(entry), (_, _, _) -> {});
    heads.add(tree.head());
  }

  int size() {
    return entries.size();
  }

  boolean isAt(long index, byte[] entry) {
    return Arrays.equals(entries.get(Math.toIntExact(index)), entry);
  }

  Hash leaf(int index) {
    return hasher.leaf(entries.get(index));
  }

  TreeHead head(long size) {
    return heads.get(Math.toIntExact(size));
  }
}
