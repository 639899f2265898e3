package dev.cairn.witness.loglist;

import dev.cairn.tree.CanonicalText;

/** The lines of a list that say something, with their numbers; there is always one at hand. */
final class Lines {
  /** Longer than any vkey. */
  private static final int MAX_CHARS = 10_000;

  private final String text;
  private int next;
  private int number;
  private String line = "";
  private boolean ended;

  Lines(String text) throws LogListException {
    this.text = text;
    advance();
  }

  private void advance() throws LogListException {
    while (next < text.length()) {
      int end = text.indexOf('\n', next);
      int stop = end < 0 ? text.length() : end;
      number++;
      if (stop - next > MAX_CHARS) {
        throw new LogListException(number, "a line has at most " + MAX_CHARS + " characters");
      }
      line = trim(text.substring(next, stop));
      next = stop + 1;
      if (!line.isEmpty() && line.charAt(0) != '#') {
        if (!CanonicalText.isLine(line.replace('\t', ' '))) {
          throw new LogListException(number, "a control character");
        }
        return;
      }
    }
    line = "";
    ended = true;
  }

  /** Without spaces and tabs at its ends; other white space is part of what a line says. */
  private static String trim(String line) {
    int start = 0;
    int end = line.length();
    while (start < end && isBlank(line.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(start, end);
  }

  private static boolean isBlank(char character) {
    return character == ' ' || character == '\t';
  }

  boolean ended() {
    return ended;
  }

  /** Number of the line at hand, from 1; of the last line of the list once it has ended. */
  int number() {
    return number;
  }

  boolean isAt(String keyword) {
    return line.equals(keyword)
        || line.startsWith(keyword + " ")
        || line.startsWith(keyword + "\t");
  }

  /** Takes a line that is exactly this. */
  void expect(String exactly) throws LogListException {
    if (ended || !line.equals(exactly)) {
      throw new LogListException(number, "expected " + exactly + found());
    }
    advance();
  }

  /** Takes a line with this keyword, and returns what comes after it. */
  String value(String keyword) throws LogListException {
    if (!isAt(keyword)) {
      throw new LogListException(number, "expected " + keyword + found());
    }
    String value = trim(line.substring(keyword.length()));
    if (value.isEmpty()) {
      throw new LogListException(number, keyword + " has no value");
    }
    advance();
    return value;
  }

  private String found() {
    if (ended) {
      return ", not the end of the list";
    }
    String word = line.split("[ \t]", 2)[0];
    return ", not " + (word.length() > 40 ? word.substring(0, 40) + "..." : word);
  }
}
