package dev.cairn.server.web;

/** What a path may look like at all, before anything is looked up by it. */
final class WebPath {
  private static final int MAX_CHARS = 512;

  private WebPath() {}

  /**
   * Whether it is "/", or segments of letters, digits and {@code ._~-} that are neither empty nor
   * "." nor "..", each after a slash.
   *
   * @param path as it was sent, not decoded
   */
  static boolean isPlain(String path) {
    if (path.equals("/")) {
      return true;
    }
    if (path.length() > MAX_CHARS || !path.startsWith("/")) {
      return false;
    }
    int start = 1;
    for (int i = 1; i <= path.length(); i++) {
      if (i == path.length() || path.charAt(i) == '/') {
        if (!isName(path, start, i)) {
          return false;
        }
        start = i + 1;
      } else if (!isPlain(path.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isName(String path, int start, int end) {
    return switch (end - start) {
      case 0 -> false;
      case 1 -> path.charAt(start) != '.';
      case 2 -> !path.startsWith("..", start);
      default -> true;
    };
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '~'
        || c == '-';
  }
}
