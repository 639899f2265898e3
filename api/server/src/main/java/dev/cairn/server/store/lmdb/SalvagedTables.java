package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.lmdb.SalvageFile.Place;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Where the values of a damaged file are, by key. */
final class SalvagedTables {
  // How far to look for a pack among keys that may be others'.
  private static final int LOOK_BACK = 64;

  /** Takes a key that is a number, with its value. */
  @FunctionalInterface
  interface NumberSink<T> {
    void accept(long key, T value);
  }

  /** Takes a key with its value. */
  @FunctionalInterface
  interface TextSink {
    void accept(byte[] key, ByteBuffer value);
  }

  /** A key that is a number, and where its value is. */
  private record Found(long key, Place place) {}

  private final SalvageFile file;
  private final Map<String, List<Place>> trees = new HashMap<>();
  private final Map<String, List<Found>> numbers = new HashMap<>();
  private final BitSet visited = new BitSet();
  // Pages of values, which may be filled with anything.
  private final BitSet values = new BitSet();
  private final BitSet oldValues = new BitSet();
  private Optional<List<Place>> others = Optional.empty();
  private List<Found> otherNumbers = List.of();
  // Whether the trees of the last commit are all there.
  private boolean whole = true;
  private final boolean newestHead;

  SalvagedTables(SalvageFile file) {
    this.file = file;
    List<MetaPage> metaPages = file.metaPages();
    boolean found = false;
    for (int i = 0; i < metaPages.size() && (i == 0 || !whole); i++) {
      long root = metaPages.get(i).main().root();
      boolean named = file.walk(root, new BitSet(), (_, node) -> walkTree(node));
      whole &= named && trees.size() >= Tables.COUNT;
      found |= i == 0 && !inTrees("head").isEmpty();
    }
    whole &= metaPages.size() == 2;
    // If one of the two is missing, it may be the newer one.
    newestHead = found && metaPages.size() == 2;
  }

  private void walkTree(LeafNode node) {
    if (!node.isTree() || node.length() != TreeRecord.BYTES) {
      whole = false;
      return;
    }
    long root = TreeRecord.read(node.page(), node.offset()).root();
    List<Place> places = trees.computeIfAbsent(node.keyText(), _ -> new ArrayList<>());
    if (root != TreeRecord.NO_PAGE) {
      boolean walked =
          file.walk(
              root,
              visited,
              (place, found) -> {
                places.add(place);
                markValue(found);
              });
      whole &= walked;
    }
  }

  private void markValue(LeafNode node) {
    if (node.isBig() && node.bigPage() >= 2 && node.bigPage() < file.count()) {
      long end = Math.min(file.count(), node.bigPage() + file.pagesOf(node));
      values.set((int) node.bigPage(), (int) end);
    }
  }

  /** Nodes of pages that no tree leads to; searched for once. */
  private List<Place> others() {
    if (others.isEmpty()) {
      List<Place> found = new ArrayList<>();
      for (long page = 2; page < file.count(); page++) {
        if (!visited.get((int) page) && !values.get((int) page)) {
          file.visitLeaf(page, (place, _) -> found.add(place));
          long end = Math.min(file.count(), page + file.valuePages(page));
          oldValues.set((int) page, (int) end);
        }
      }
      others = Optional.of(found);
      otherNumbers = byNumber(found);
    }
    return others.get();
  }

  private List<Found> byNumber(List<Place> places) {
    List<Found> found = new ArrayList<>();
    for (Place place : places) {
      file.node(place)
          .filter(node -> node.keyLength() == Long.BYTES)
          .ifPresent(node -> found.add(new Found(number(node), place)));
    }
    // Of those with the same key the likeliest come last, where a search begins.
    Collections.reverse(found);
    found.sort(Comparator.comparingLong(Found::key));
    return found;
  }

  private static long number(LeafNode node) {
    return ByteBuffer.wrap(node.key()).getLong();
  }

  private List<Place> places(String tree) {
    return trees.getOrDefault(tree, List.of());
  }

  private List<Found> numbers(String tree) {
    return numbers.computeIfAbsent(tree, name -> byNumber(places(name)));
  }

  /** Whether the trees of the last commit have its head. */
  boolean hasNewestHead() {
    return newestHead;
  }

  /** The values of a key of the table {@code meta}. */
  List<byte[]> about(String key) {
    List<byte[]> found = inTrees(key);
    return found.isEmpty() ? about(key, others()) : found;
  }

  private List<byte[]> inTrees(String key) {
    return about(key, places("meta"));
  }

  private List<byte[]> about(String key, List<Place> places) {
    List<byte[]> found = new ArrayList<>();
    byte[] wanted = key.getBytes(StandardCharsets.US_ASCII);
    hand(
        places,
        (each, value) -> {
          if (Arrays.equals(each, wanted)) {
            found.add(bytes(value));
          }
        });
    return found;
  }

  /** Hands over what may be the packs that have an entry, the likeliest first. */
  void packs(long index, NumberSink<ByteBuffer> sink) {
    List<Found> sorted = numbers("entries");
    int after = after(sorted, index);
    for (int i = after - 1; i >= 0 && sorted.get(i).key == sorted.get(after - 1).key; i--) {
      hand(sorted.get(i), sink);
    }
  }

  /** Hands over what may be packs that have an entry, from pages that no tree leads to. */
  void otherPacks(long index, NumberSink<ByteBuffer> sink) {
    others();
    int after = after(otherNumbers, index);
    for (int i = after - 1; i >= Math.max(0, after - LOOK_BACK); i--) {
      hand(otherNumbers.get(i), sink);
    }
  }

  private void hand(Found found, NumberSink<ByteBuffer> sink) {
    value(found.place).ifPresent(value -> sink.accept(found.key, value));
  }

  /** Hands over what may be a chunk of leaf hashes, the likeliest first. */
  void chunks(long chunk, Consumer<ByteBuffer> sink) {
    exact(numbers("hashes"), chunk, sink);
    if (!whole) {
      others();
      exact(otherNumbers, chunk, sink);
    }
  }

  private void exact(List<Found> sorted, long key, Consumer<ByteBuffer> sink) {
    for (int i = after(sorted, key) - 1; i >= 0 && sorted.get(i).key == key; i--) {
      value(sorted.get(i).place).ifPresent(sink);
    }
  }

  /** The first position of a key greater than {@code key}. */
  private static int after(List<Found> sorted, long key) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted.get(middle).key <= key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Hands over what may be idempotency keys; from other pages only if a tree is damaged, and never
   * from within what may have been an entry: their checksum is no protection against a stranger.
   */
  void keys(TextSink sink) {
    hand(places("keys"), sink);
    if (!whole) {
      List<Place> found = others();
      hand(found.stream().filter(place -> !oldValues.get((int) place.page())).toList(), sink);
    }
  }

  /** Hands over what may be checkpoints; from other pages only if a tree is damaged. */
  void notes(NumberSink<byte[]> sink) {
    TextSink notes =
        (key, value) -> {
          if (key.length == Long.BYTES) {
            sink.accept(ByteBuffer.wrap(key).getLong(), bytes(value));
          }
        };
    hand(places("checkpoints"), notes);
    if (!whole) {
      hand(others(), notes);
    }
  }

  private void hand(List<Place> places, TextSink sink) {
    for (Place place : places) {
      file.node(place)
          .filter(node -> !node.isTree())
          .ifPresent(node -> file.value(node).ifPresent(value -> sink.accept(node.key(), value)));
    }
  }

  private Optional<ByteBuffer> value(Place place) {
    return file.node(place).filter(node -> !node.isTree()).flatMap(file::value);
  }

  private static byte[] bytes(ByteBuffer value) {
    byte[] bytes = new byte[value.limit()];
    value.get(0, bytes);
    return bytes;
  }
}
