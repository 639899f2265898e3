package dev.cairn.bench.load;

/** Scatters numbers: others for others, in no order. */
final class Mix {
  private Mix() {}

  /** The finalizer of SplitMix64, a permutation of all longs. */
  static long of(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
