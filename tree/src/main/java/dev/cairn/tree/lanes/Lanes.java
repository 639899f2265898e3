package dev.cairn.tree.lanes;

/** Where hashers come from. */
public final class Lanes {
  private Lanes() {}

  /** Measures once which hasher is the fastest here; the first use does it otherwise. */
  public static void calibrate() {}

  /** What hashes, such as {@code MessageDigest}. */
  public static String description() {
    return "MessageDigest";
  }

  /** A hasher for one thread. */
  public static BatchHasher newHasher() {
    return new DigestHasher();
  }
}
