package dev.cairn.event.filter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes a filter apart from left to right. */
final class Scanner {
  private static final String SPACES = " \t\n\r";
  private static final String ENDS_NAME = SPACES + "()=<>!:\"',\\";
  private static final String ENDS_VALUE = SPACES + "()=<>!\"',\\";
  private static final String ESCAPED = "\\\"'*";

  private final String text;
  private int position;

  /**
   * What stands right of an operator.
   *
   * @param text all of it, without quotes and escapes
   * @param parts what stands around its wildcards; only itself, if it has none
   */
  record Value(String text, List<String> parts, boolean quoted) {}

  Scanner(String text, int maxBytes) throws FilterException {
    this.text = text;
    if (text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
      throw error(lastWithin(maxBytes), "longer than %,d bytes".formatted(maxBytes));
    }
  }

  /** The position of the first character that is not wholly within the first {@code bytes}. */
  private int lastWithin(int bytes) {
    int left = bytes;
    int at = 0;
    while (true) {
      int next = text.offsetByCodePoints(at, 1);
      left -= text.substring(at, next).getBytes(StandardCharsets.UTF_8).length;
      if (left < 0) {
        return at;
      }
      at = next;
    }
  }

  int position() {
    return position;
  }

  /** A position as a number of characters. */
  int codePoint(int at) {
    return text.codePointCount(0, at);
  }

  FilterException error(String problem) {
    return error(position, problem);
  }

  FilterException error(int at, String problem) {
    return new FilterException(codePoint(at), problem);
  }

  boolean atEnd() {
    return position == text.length();
  }

  boolean isAt(char wanted) {
    return !atEnd() && text.charAt(position) == wanted;
  }

  boolean take(char wanted) {
    if (!isAt(wanted)) {
      return false;
    }
    position++;
    return true;
  }

  void skipSpaces() {
    while (!atEnd() && SPACES.indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  /** Refuses a comparison or a parenthesis that adjoins the one before. */
  void requireGap() throws FilterException {
    if (!atEnd() && !isAt(')') && SPACES.indexOf(text.charAt(position - 1)) < 0) {
      throw error("a space is missing");
    }
  }

  /** Takes a word of the language and the spaces after it, if it stands here. */
  boolean takeWord(String word) {
    if (!peek(ENDS_NAME).equals(word)) {
      return false;
    }
    position += word.length();
    skipSpaces();
    return true;
  }

  private String peek(String ends) {
    int end = position;
    while (end < text.length() && ends.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return text.substring(position, end);
  }

  /** Takes what is left of an operator, and the spaces after it. */
  String fieldName() throws FilterException {
    String name = peek(ENDS_NAME);
    if (name.isEmpty()) {
      throw error(atEnd() ? "a comparison is missing" : unexpected());
    }
    if (isKeyword(name)) {
      throw error("a comparison is missing before " + name);
    }
    position += name.length();
    if (isAt('(')) {
      throw error("there are no functions");
    }
    skipSpaces();
    return name;
  }

  private String unexpected() {
    int character = text.codePointAt(position);
    if (character == '"' || character == '\'') {
      return "a value stands alone; compare a field with it, such as actor.id = \"alice\"";
    }
    return "a field is missing before '%s'".formatted(Character.toString(character));
  }

  private static boolean isKeyword(String word) {
    return word.equals("AND") || word.equals("OR") || word.equals("NOT");
  }

  /** Takes an operator and the spaces after it. */
  Operator operator(int nameStart, String name) throws FilterException {
    Optional<Operator> longest =
        Stream.of(Operator.values())
            .filter(operator -> text.startsWith(operator.toString(), position))
            .max(Comparator.comparingInt(operator -> operator.toString().length()));
    if (longest.isEmpty()) {
      throw isAt('!') ? error("write != for unequal") : alone(nameStart, name);
    }
    position += longest.get().toString().length();
    skipSpaces();
    return longest.get();
  }

  private FilterException alone(int nameStart, String name) {
    String shown = FieldNames.shown(name);
    String upper = name.toUpperCase(Locale.ROOT);
    if (isKeyword(upper)) {
      return error(nameStart, "write " + upper + " in capitals");
    }
    if (FieldNames.parse(name).isPresent()) {
      return error(nameStart, "%s is not compared; write %s = and a value".formatted(shown, shown));
    }
    return error(
        nameStart,
        "%s stands alone; compare a field, such as actor.id = %s".formatted(shown, shown));
  }

  /** Takes a value and the spaces after it. */
  Value value(String before) throws FilterException {
    Value value = isAt('"') || isAt('\'') ? quoted() : bare(before);
    skipSpaces();
    return value;
  }

  private Value bare(String before) throws FilterException {
    String bare = peek(ENDS_VALUE);
    if (bare.isEmpty()) {
      throw error(isAt('(') ? "parentheses around values are not supported" : missing(before));
    }
    if (isKeyword(bare)) {
      throw error("%s is an operator; write \"%s\" for the text".formatted(bare, bare));
    }
    int start = position;
    position += bare.length();
    if (!atEnd() && "=<>!\"',\\".indexOf(text.charAt(position)) >= 0) {
      throw error("'%c' may stand in quotes only".formatted(text.charAt(position)));
    }
    Parts parts = new Parts();
    text.substring(start, position).codePoints().forEach(parts::addBare);
    return new Value(bare, parts.finish(), false);
  }

  private String missing(String before) {
    return atEnd() ? "a value is missing after " + before : "write the value in quotes";
  }

  private Value quoted() throws FilterException {
    int start = position;
    char quote = text.charAt(position++);
    StringBuilder whole = new StringBuilder();
    Parts parts = new Parts();
    while (!isAt(quote)) {
      if (atEnd()) {
        throw error(start, "the quote is not closed");
      }
      boolean escaped = take('\\');
      if (escaped && (atEnd() || ESCAPED.indexOf(text.charAt(position)) < 0)) {
        throw error(position - 1, "only \\\\, \\\", \\' and \\* are escapes");
      }
      char unit = text.charAt(position++);
      whole.append(unit);
      if (escaped) {
        parts.add(unit);
      } else {
        parts.addBare(unit);
      }
    }
    position++;
    return new Value(whole.toString(), parts.finish(), true);
  }

  /** Text in the making, taken apart at its wildcards. */
  private static final class Parts {
    private final List<String> parts = new ArrayList<>();
    private final StringBuilder part = new StringBuilder();

    void add(int codePoint) {
      part.appendCodePoint(codePoint);
    }

    void addBare(int codePoint) {
      if (codePoint != '*') {
        add(codePoint);
      } else if (parts.isEmpty() || !part.isEmpty()) {
        parts.add(part.toString());
        part.setLength(0);
      }
    }

    List<String> finish() {
      parts.add(part.toString());
      return List.copyOf(parts);
    }
  }
}
