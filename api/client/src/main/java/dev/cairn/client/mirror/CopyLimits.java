package dev.cairn.client.mirror;

import dev.cairn.tree.tiles.EntryBundle;

/**
 * How much of a copy is under way at a time.
 *
 * @param requests the most files that are asked for at a time, 1 to 64
 * @param bundleBytes about how many bytes of entry bundles are held at a time; at least those of
 *     the largest bundle, {@link EntryBundle#MAX_BYTES}
 */
public record CopyLimits(int requests, int bundleBytes) {
  /** 8 files at a time, and 64 MiB of bundles. */
  public static final CopyLimits DEFAULT = new CopyLimits(8, 64 << 20);

  private static final int MAX_REQUESTS = 64;

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public CopyLimits {
    if (requests < 1 || requests > MAX_REQUESTS) {
      throw new IllegalArgumentException(requests + " requests at a time are not 1 to 64");
    }
    if (bundleBytes < EntryBundle.MAX_BYTES) {
      throw new IllegalArgumentException(bundleBytes + " bytes do not hold the largest bundle");
    }
  }

  /** The same with another number of files at a time. */
  public CopyLimits withRequests(int requests) {
    return new CopyLimits(requests, bundleBytes);
  }
}
