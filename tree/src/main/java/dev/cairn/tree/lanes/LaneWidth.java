package dev.cairn.tree.lanes;

/** How many hashes are computed at once. */
public enum LaneWidth {
  /** 16 lanes: AVX-512. */
  BITS_512(16),
  /** 8 lanes: AVX2. */
  BITS_256(8);

  private final int lanes;

  LaneWidth(int lanes) {
    this.lanes = lanes;
  }

  /** Hashes computed at once. */
  public int lanes() {
    return lanes;
  }

  /** Width of a vector in bits: 32 for each lane. */
  public int bits() {
    return lanes * Integer.SIZE;
  }

  @Override
  public String toString() {
    return lanes + " lanes of " + bits() + " bits";
  }
}
