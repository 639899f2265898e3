package dev.cairn.client;

import dev.cairn.tree.MalformedException;

/**
 * Where a log is served and which of the server's logs is meant.
 *
 * @param target {@code HOST:PORT}; an IPv6 host in brackets; the port from 1 to 65535
 * @param origin the log's origin, one line; empty for the only log of the server
 */
public record LogAddress(String target, String origin) {
  private static final int MAX_PORT = 65_535;

  /**
   * @throws IllegalArgumentException if the target is not HOST:PORT or the origin not one line
   */
  public LogAddress {
    if (!isTarget(target)) {
      throw new IllegalArgumentException("'" + target + "' is not HOST:PORT");
    }
    if (origin.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("a log's origin is one line of text");
    }
  }

  /**
   * The only log of a server.
   *
   * @throws MalformedException unless the text is HOST:PORT
   */
  public static LogAddress parse(String target) throws MalformedException {
    if (!isTarget(target)) {
      throw new MalformedException("'" + target + "' is not HOST:PORT");
    }
    return new LogAddress(target, "");
  }

  /**
   * The log of that origin on the same server.
   *
   * @throws IllegalArgumentException if the origin is not one line
   */
  public LogAddress withOrigin(String origin) {
    return new LogAddress(target, origin);
  }

  private static boolean isTarget(String text) {
    int colon = text.lastIndexOf(':');
    return colon > 0 && isHost(text.substring(0, colon)) && isPort(text.substring(colon + 1));
  }

  private static boolean isHost(String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return (bracketed || host.indexOf(':') < 0)
        && host.chars().allMatch(c -> c > ' ' && c < 0x7f && "/?#@%\\".indexOf(c) < 0);
  }

  private static boolean isPort(String port) {
    return port.matches("[1-9][0-9]{0,4}") && Integer.parseInt(port) <= MAX_PORT;
  }

  @Override
  public String toString() {
    return origin.isEmpty() ? target : origin + " at " + target;
  }
}
