package dev.cairn.cli.console;

import java.util.stream.Collectors;

/** Text that others wrote, without what a terminal would obey: control and format characters. */
public final class PlainText {
  private static final char MARK = '\uFFFD';

  private PlainText() {}

  /** One line, with U+FFFD for each such character. */
  public static String of(String text) {
    return text.codePoints()
        .map(c -> isObeyed(c) ? MARK : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Each line likewise. */
  public static String lines(String text) {
    return text.lines().map(PlainText::of).collect(Collectors.joining(System.lineSeparator()));
  }

  /** JSON of the same value, with such characters escaped; its line breaks stay. */
  public static String json(String json) {
    if (json.codePoints().noneMatch(PlainText::isEscaped)) {
      return json;
    }
    StringBuilder escaped = new StringBuilder(json.length() + 64);
    json.codePoints()
        .forEach(
            c -> {
              if (isEscaped(c)) {
                Character.toString(c)
                    .chars()
                    .forEach(unit -> escaped.append("\\u%04x".formatted(unit)));
              } else {
                escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }

  /** Line breaks in JSON are between values: in strings they are escaped already. */
  private static boolean isEscaped(int c) {
    return c != '\n' && c != '\r' && isObeyed(c);
  }

  private static boolean isObeyed(int c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
  }
}
