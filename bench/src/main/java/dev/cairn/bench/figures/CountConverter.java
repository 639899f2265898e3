package dev.cairn.bench.figures;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads counts such as {@code 1000000}, {@code 1_000_000}, {@code 500k}, {@code 100M}. */
public final class CountConverter implements ITypeConverter<Long> {
  private static final Pattern COUNT = Pattern.compile("([0-9]+(?:_[0-9]+)*)([kMG]?)");

  @Override
  public Long convert(String text) {
    Matcher count = COUNT.matcher(text);
    if (!count.matches()) {
      throw wrong(text);
    }
    long unit =
        switch (count.group(2)) {
          case "k" -> 1_000;
          case "M" -> 1_000_000;
          case "G" -> 1_000_000_000;
          default -> 1;
        };
    try {
      return Math.multiplyExact(Long.parseLong(count.group(1).replace("_", "")), unit);
    } catch (NumberFormatException | ArithmeticException e) {
      throw wrong(text);
    }
  }

  private static TypeConversionException wrong(String text) {
    return new TypeConversionException(
        "\"%s\" is not a count such as 1000000, 1_000_000, 500k or 100M".formatted(text));
  }
}
