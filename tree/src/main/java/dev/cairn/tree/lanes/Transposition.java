package dev.cairn.tree.lanes;

/**
 * Writes the body of {@link Rounds#transpose}. Lanes come as rows of words and are turned into rows
 * of lanes by exchanging, in squares of half the size each time, what lies off the diagonal.
 */
final class Transposition {
  private static final int BLOCK_WORDS = 16;

  // The parameters, as Rounds names them.
  private static final int SOURCES = 1;
  private static final int STARTS = 2;
  private static final int SHUFFLES = 3;
  private static final int OUT = 4;
  private static final int LOW = 5;
  private static final int HIGH = 6;
  private static final int STRIDE = 7;

  private static final int ROW = 8;

  private final VectorCode code;
  private final int lanes;
  private final int shuffle;

  Transposition(VectorCode code, int lanes) {
    this.code = code;
    this.lanes = lanes;
    this.shuffle = ROW + lanes;
  }

  /**
   * The lane numbers by which {@link Rounds#transpose} exchanges: for each size of square from half
   * the lanes down to 1 those of the upper rows, then those of the lower. Numbers from {@code
   * lanes} on mean the lower row.
   */
  static int[] shuffles(int lanes) {
    int[] shuffles = new int[2 * Integer.numberOfTrailingZeros(lanes) * lanes];
    int at = 0;
    for (int size = lanes / 2; size > 0; size /= 2) {
      for (int lane = 0; lane < lanes; lane++) {
        boolean first = (lane & size) == 0;
        shuffles[at + lane] = first ? lane : lanes + lane - size;
        shuffles[at + lanes + lane] = first ? lane + size : lanes + lane;
      }
      at += 2 * lanes;
    }
    return shuffles;
  }

  void write() {
    for (int word = 0; word < BLOCK_WORDS; word += lanes) {
      for (int lane = 0; lane < lanes; lane++) {
        code.loadBytes(SOURCES, STARTS, lane, word * Integer.BYTES).set(ROW + lane);
      }
      exchange();
      for (int i = 0; i < lanes; i++) {
        int to = word + i;
        code.get(ROW + i).storeTo(OUT, to < 8 ? LOW : HIGH, STRIDE, to % 8);
      }
    }
    code.end();
  }

  private void exchange() {
    int at = 0;
    for (int size = lanes / 2; size > 0; size /= 2) {
      code.load(SHUFFLES, at).set(shuffle).load(SHUFFLES, at + lanes).set(shuffle + 1);
      for (int row = 0; row < lanes; row++) {
        if ((row & size) == 0) {
          int upper = ROW + row;
          int lower = ROW + row + size;
          code.get(shuffle).get(upper).get(lower).select();
          code.get(shuffle + 1).get(upper).get(lower).select();
          code.set(lower).set(upper);
        }
      }
      at += 2 * lanes;
    }
  }
}
