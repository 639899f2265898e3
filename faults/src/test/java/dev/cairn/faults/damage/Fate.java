package dev.cairn.faults.damage;

/**
 * What became of damage.
 *
 * @param kind how it ended
 * @param words what was said of it, in one line
 */
record Fate(Kind kind, String words) {
  /** How damage can end. */
  enum Kind {
    /** The log did not open. */
    REFUSED,
    /** A reading or an append failed. */
    FAILED,
    /** The offline check found it. */
    FOUND,
    /** It was where nothing is: every answer was right. */
    HARMLESS,
    /** An answer was wrong. */
    SERVED,
    /** A head of another tree was signed. */
    SIGNED,
    /** The JVM crashed, or hung. */
    CRASHED;

    /** Whether it is what was promised. */
    boolean isPromised() {
      return switch (this) {
        case REFUSED, FAILED, FOUND, HARMLESS -> true;
        case SERVED, SIGNED, CRASHED -> false;
      };
    }
  }

  static Fate of(Kind kind, Object words) {
    return new Fate(kind, words.toString().replace('\n', ' '));
  }
}
