package dev.cairn.tree.policy;

import java.util.List;

/**
 * A line that says something, taken apart at its spaces and tabs.
 *
 * @param number counted from 1
 * @param items at least one; the first is the keyword
 */
record PolicyLine(int number, List<String> items) {
  private static final int SHOWN = 60;

  String keyword() {
    return items.getFirst();
  }

  int size() {
    return items.size();
  }

  String item(int index) {
    return items.get(index);
  }

  PolicyException error(String problem) {
    return new PolicyException(number, problem);
  }

  /** An item for a message, cut if it is long. */
  static String quote(String item) {
    boolean fits = item.codePointCount(0, item.length()) <= SHOWN;
    String cut = fits ? item : item.substring(0, item.offsetByCodePoints(0, SHOWN)) + "...";
    return '"' + PolicyText.printable(cut) + '"';
  }
}
