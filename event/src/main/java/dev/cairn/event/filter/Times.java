package dev.cairn.event.filter;

import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as RFC 3339 and as Protocol Buffers write them. */
final class Times {
  private static final Pattern SHAPE =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?"
              + "(Z|[+-][0-9]{2}:[0-9]{2})");

  // As far as RFC 3339 and Protocol Buffers go.
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private Times() {}

  /** Whether a text is meant to be a time. */
  static boolean looksLikeOne(String text) {
    return SHAPE.matcher(text).matches();
  }

  /** The time that a text of RFC 3339 says; empty if it says none. */
  static Optional<Instant> parse(String text) {
    if (!looksLikeOne(text)) {
      return Optional.empty();
    }
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      return time.isBefore(FIRST) || time.isAfter(LAST) ? Optional.empty() : Optional.of(time);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The value of a time in a message; none if it is out of range. */
  static List<Literal> value(Timestamp time) {
    try {
      return List.of(new Literal.Time(Instant.ofEpochSecond(time.getSeconds(), time.getNanos())));
    } catch (DateTimeException | ArithmeticException e) {
      return List.of();
    }
  }
}
