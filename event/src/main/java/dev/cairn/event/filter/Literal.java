package dev.cairn.event.filter;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** A value that a field is compared with, or has. */
public sealed interface Literal {

  /** Text, to the letter; also the name of an enum's value, without its prefix. */
  record Text(String value) implements Literal {}

  /**
   * Text with gaps.
   *
   * @param parts what stands around the gaps, in order; at least two, and all but the first and the
   *     last are not empty
   */
  record Wildcard(List<String> parts) implements Literal {
    /** Refuses what has no gap, or two gaps side by side. */
    public Wildcard {
      parts = List.copyOf(parts);
      if (parts.size() < 2 || parts.subList(1, parts.size() - 1).contains("")) {
        throw new IllegalArgumentException("not a text with gaps: " + parts);
      }
    }

    /** Whether a text has all parts, in order and without overlap. */
    boolean fits(String text) {
      String first = parts.getFirst();
      String last = parts.getLast();
      int end = text.length() - last.length();
      if (end < first.length() || !text.startsWith(first) || !text.endsWith(last)) {
        return false;
      }
      int at = first.length();
      for (String part : parts.subList(1, parts.size() - 1)) {
        int found = text.indexOf(part, at);
        if (found < 0 || found + part.length() > end) {
          return false;
        }
        at = found + part.length();
      }
      return true;
    }
  }

  /** A number. A floating-point number is the shortest decimal that rounds to it. */
  record Decimal(BigDecimal value) implements Literal {
    /** Makes equal numbers equal. */
    public Decimal {
      value = value.stripTrailingZeros();
    }
  }

  /** Yes or no. */
  record Flag(boolean value) implements Literal {}

  /** A time. */
  record Time(Instant value) implements Literal {}

  /** Whatever there is: the bare {@code *} of {@link Operator#HAS}. */
  record Any() implements Literal {}
}
