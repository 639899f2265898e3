package dev.cairn.cli.events;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times as people type them: {@code 2026-01-31T12:00:00Z}, or a day, which is its first moment. */
final class PointInTime implements ITypeConverter<Instant> {
  private static final int DAY_LENGTH = "2026-01-31".length();

  @Override
  public Instant convert(String text) {
    try {
      return text.length() == DAY_LENGTH
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "\"" + text + "\" is not a time; write 2026-01-31T12:00:00Z or 2026-01-31");
    }
  }
}
