package dev.cairn.event.filter;

import java.io.Serial;

/** A filter that cannot be read. */
public final class FilterException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final int position;

  /**
   * @param position the character with the error, counted in code points from 0
   * @param problem what is wrong and what to write instead, in one line
   */
  FilterException(int position, String problem) {
    super(problem);
    this.position = position;
  }

  /**
   * The character with the error, counted in Unicode code points from 0. Where something is missing
   * at the end it is the number of characters.
   */
  public int position() {
    return position;
  }
}
