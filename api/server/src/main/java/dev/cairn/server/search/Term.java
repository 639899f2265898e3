package dev.cairn.server.search;

/**
 * A field with a value: the first 16 bytes of the SHA-256 over the field's code and the value. No
 * two values that anybody can find have the same.
 *
 * @param high the first 8 bytes
 * @param low the others
 */
record Term(long high, long low) implements Comparable<Term> {
  static final int BYTES = 16;

  /** No term comes before it. */
  static final Term LOWEST = new Term(0, 0);

  /** No term comes after it. */
  static final Term HIGHEST = new Term(-1, -1);

  /** In the order of the bytes. */
  @Override
  public int compareTo(Term other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }
}
