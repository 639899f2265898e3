package dev.cairn.server.store.lmdb;

import dev.cairn.server.store.StoreException;
import java.util.function.LongFunction;

/** The key that is sought on the pages of a tree: a number of 8 bytes, or a text. */
final class SoughtKey {
  private static final int FEW = 8;

  private final LongFunction<StoreException> damaged;
  private boolean isNumber;
  private long number;
  private byte[] text = new byte[0];

  /** What is thrown because of a page comes from {@code damaged}. */
  SoughtKey(LongFunction<StoreException> damaged) {
    this.damaged = damaged;
  }

  void set(long key) {
    isNumber = true;
    number = key;
  }

  void set(byte[] key) {
    isNumber = false;
    text = key;
  }

  /** The first position whose key is at least what is sought, or is greater. */
  int position(Page page, int from, boolean greater) {
    int low = from;
    int high = page.count();
    int middle = isNumber ? guess(page, low, high) : (low + high) >>> 1;
    boolean guessed = isNumber;
    while (low < high) {
      int order = compareTo(page, node(page, middle, damaged));
      boolean isBefore = order < 0 || (greater && order == 0);
      if (isBefore) {
        low = middle + 1;
      } else {
        high = middle;
      }
      // A good guess is next to the place.
      int next = isBefore ? low : high - 1;
      middle = guessed ? next : (low + high) >>> 1;
      guessed = false;
    }
    return low;
  }

  /** Where the number is if numbers are evenly spaced, as those of chunks and packs mostly are. */
  private int guess(Page page, int low, int high) {
    if (high - low < FEW) {
      return (low + high) >>> 1;
    }
    long first = number(page, node(page, low, damaged), damaged);
    double span = (double) number(page, node(page, high - 1, damaged), damaged) - first;
    double part = (number - first) / span;
    // Not so if it is no number.
    return part > 0 ? low + (int) Math.min(part * (high - 1 - low) + 0.5, high - 1 - low) : low;
  }

  /** Compares the key of a node with what is sought. */
  int compareTo(Page page, int node) {
    return isNumber
        ? Long.compareUnsigned(number(page, node, damaged), number)
        : page.compareKey(node, text);
  }

  /** The key of a node, which must be a number. */
  static long number(Page page, int node, LongFunction<StoreException> damaged) {
    if (page.keyLength(node) != Long.BYTES) {
      throw damaged.apply(page.number());
    }
    return page.keyNumber(node);
  }

  /** The node at a position, which must be within the page. */
  static int node(Page page, int position, LongFunction<StoreException> damaged) {
    int node = page.node(position);
    if (node < 0) {
      throw damaged.apply(page.number());
    }
    return node;
  }
}
