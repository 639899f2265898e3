package dev.cairn.backup.form;

/**
 * What one run has added.
 *
 * @param number counted from 1
 * @param from the size of the tree before
 * @param to the size of the tree afterwards, at least {@code from}
 * @param hasKey whether the signing key was added
 * @param sha256 of its manifest, in lowercase hex
 */
public record Increment(int number, long from, long to, boolean hasKey, String sha256) {
  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public Increment {
    if (number < 1 || from < 0 || to < from || !Manifest.isSha256(sha256)) {
      throw new IllegalArgumentException(
          "increment %d over [%d, %d) with %s".formatted(number, from, to, sha256));
    }
  }
}
