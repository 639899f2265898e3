package dev.cairn.client.mirror;

import dev.cairn.tree.tiles.EntryBundle;

/**
 * How much of a copy is under way at a time.
 *
 * @param requests the most files that are asked for at a time, 1 to 64
 * @param bundleBytes the most bytes of memory for entry bundles, with all copies that are made of
 *     them; at least 4 times {@link EntryBundle#MAX_BYTES}, which is room for the largest one
 */
public record CopyLimits(int requests, int bundleBytes) {
  /** 8 files at a time, and 192 MiB for bundles: 3 of the largest, or 96 of up to 512 KiB. */
  public static final CopyLimits DEFAULT = new CopyLimits(8, 192 << 20);

  private static final int MAX_REQUESTS = 64;

  /**
   * @throws IllegalArgumentException if a number is out of range
   */
  public CopyLimits {
    if (requests < 1 || requests > MAX_REQUESTS) {
      throw new IllegalArgumentException(requests + " requests at a time are not 1 to 64");
    }
    if (bundleBytes < ByteBudget.LEAST_BYTES) {
      throw new IllegalArgumentException(bundleBytes + " bytes do not hold the largest bundle");
    }
  }

  /** The same with another number of files at a time. */
  public CopyLimits withRequests(int requests) {
    return new CopyLimits(requests, bundleBytes);
  }
}
