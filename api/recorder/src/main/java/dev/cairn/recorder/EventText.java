package dev.cairn.recorder;

/**
 * Makes texts from elsewhere fit the rules of an event: what is not Unicode or too long is changed
 * or cut, so that the event is recorded rather than refused.
 */
public final class EventText {
  private static final char REPLACEMENT = '?';

  private EventText() {}

  /** A text of at most so many bytes of UTF-8: its beginning, with "?" for halves of surrogates. */
  public static String text(String text, int mostBytes) {
    return fit(text, mostBytes, false);
  }

  /** As {@link #text}, with "?" also for control characters. */
  public static String line(String text, int mostBytes) {
    return fit(text, mostBytes, true);
  }

  private static String fit(String text, int mostBytes, boolean isLine) {
    int bytes = 0;
    int position = 0;
    boolean isChanged = false;
    StringBuilder kept = new StringBuilder(Math.min(text.length(), mostBytes));
    while (position < text.length()) {
      int character = text.codePointAt(position);
      position += Character.charCount(character);
      if (isRefused(character, isLine)) {
        character = REPLACEMENT;
        isChanged = true;
      }
      bytes += utf8Length(character);
      if (bytes > mostBytes) {
        return kept.toString();
      }
      kept.appendCodePoint(character);
    }
    return isChanged ? kept.toString() : text;
  }

  private static boolean isRefused(int character, boolean isLine) {
    boolean isHalf = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    boolean isControl = character < ' ' || character == 0x7f;
    return isHalf || (isLine && isControl);
  }

  private static int utf8Length(int character) {
    if (character < 0x80) {
      return 1;
    }
    if (character < 0x800) {
      return 2;
    }
    return character < 0x1_0000 ? 3 : 4;
  }
}
