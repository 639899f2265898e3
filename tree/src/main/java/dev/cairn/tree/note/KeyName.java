package dev.cairn.tree.note;

import dev.cairn.tree.CanonicalText;
import dev.cairn.tree.MalformedException;

/** The rule for a key's name (C2SP signed-note, "Format"). */
public final class KeyName {
  private KeyName() {}

  /**
   * Checks that a name may stand in a signature line and in a vkey.
   *
   * @throws MalformedException if the name is empty, or holds {@code +}, a character below U+0020,
   *     or any Unicode space (White_Space, so U+0085, U+00A0 and U+3000 too)
   */
  public static void check(String name) throws MalformedException {
    if (name.isEmpty()) {
      throw new MalformedException("key name is empty");
    }
    if (name.indexOf('+') >= 0) {
      throw new MalformedException("key name has a '+'");
    }
    if (!CanonicalText.isLine(name)) {
      throw new MalformedException("key name has a control character or is not valid Unicode");
    }
    if (name.chars().anyMatch(KeyName::isSpace)) {
      throw new MalformedException("key name has a space");
    }
  }

  /** Checks a name that this program chose. */
  static void require(String name) {
    try {
      check(name);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Unicode's White_Space, whose members above U+0020 are all in the Basic Multilingual Plane. */
  private static boolean isSpace(int character) {
    return Character.isSpaceChar(character) || character == 0x85;
  }
}
