package dev.cairn.tree.lanes;

/** Where hashers come from. */
public final class Lanes {
  private Lanes() {}

  /** A hasher for one thread. */
  public static BatchHasher newHasher() {
    return new DigestHasher();
  }
}
