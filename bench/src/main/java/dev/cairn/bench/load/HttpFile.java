package dev.cairn.bench.load;

import java.util.Arrays;

/** A file of an HTTP server: where it is, and what it has to be. Immutable. */
public final class HttpFile {
  private final String path;
  private final byte[] content;

  /**
   * @param path starts with a slash
   * @param content every byte of it
   */
  public HttpFile(String path, byte[] content) {
    this.path = path;
    this.content = content.clone();
  }

  String path() {
    return path;
  }

  boolean is(byte[] body) {
    return Arrays.equals(content, body);
  }

  int length() {
    return content.length;
  }
}
