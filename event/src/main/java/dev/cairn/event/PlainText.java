package dev.cairn.event;

/** Texts whose bytes need no counting: printable ASCII, and what is short enough in any script. */
final class PlainText {
  private static final int TRACEPARENT_LENGTH = 55;
  private static final String ZERO_TRACE = "0".repeat(32);
  private static final String ZERO_SPAN = "0".repeat(16);

  private PlainText() {}

  /** Printable ASCII and spaces. */
  static boolean isLine(String text, int least, int most) {
    return isOf(text, least, most, ' ');
  }

  /** Printable ASCII without spaces. */
  static boolean isWord(String text, int least, int most) {
    return isOf(text, least, most, '!');
  }

  private static boolean isOf(String text, int least, int most, char first) {
    int length = text.length();
    if (length < least || length > most) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < first || c > '~') {
        return false;
      }
    }
    return true;
  }

  /** Any text without surrogates that has at most so many bytes of UTF-8, whatever it is. */
  static boolean isText(String text, int mostBytes) {
    int length = text.length();
    if (length > mostBytes / 3) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean isType(String text) {
    return !text.isEmpty()
        && text.length() <= 255
        && areNameCharacters(text)
        && !text.startsWith(EventRules.RESERVED_TYPE_PREFIX);
  }

  static boolean isAttributeName(String text) {
    return !text.isEmpty()
        && text.length() <= 64
        && isLetter(text.charAt(0))
        && areNameCharacters(text);
  }

  private static boolean areNameCharacters(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetter(c) && !isDigit(c) && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  /** "00-", 32 hexadecimal digits, "-", 16, "-", 2; neither ID all zeros. */
  static boolean isTraceparent(String text) {
    return text.length() == TRACEPARENT_LENGTH
        && text.startsWith("00-")
        && areHexadecimal(text, 3, 35)
        && text.charAt(35) == '-'
        && areHexadecimal(text, 36, 52)
        && text.charAt(52) == '-'
        && areHexadecimal(text, 53, 55)
        && !text.startsWith(ZERO_TRACE, 3)
        && !text.startsWith(ZERO_SPAN, 36);
  }

  private static boolean areHexadecimal(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (!isDigit(c) && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
