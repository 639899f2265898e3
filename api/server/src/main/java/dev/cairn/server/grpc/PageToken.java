package dev.cairn.server.grpc;

import dev.cairn.server.intake.Intake;

/** The tree size at which a page begins, as the text that a caller hands back. */
final class PageToken {
  private static final String PREFIX = "size-";

  private PageToken() {}

  static String format(long size) {
    return PREFIX + size;
  }

  /** The tree size; 0 for an empty token. */
  static long parse(String token) {
    if (token.isEmpty()) {
      return 0;
    }
    try {
      long size = Long.parseLong(token.substring(Math.min(PREFIX.length(), token.length())));
      if (size >= 0 && format(size).equals(token)) {
        return size;
      }
    } catch (NumberFormatException e) {
      // Not a number: refused below, like a number in another form.
    }
    throw Intake.invalid("page_token", "is not one that ListCheckpoints returned");
  }
}
