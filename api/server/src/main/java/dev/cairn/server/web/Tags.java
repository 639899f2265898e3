package dev.cairn.server.web;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Strong entity tags, without their quotes. */
final class Tags {
  private static final int BYTES = 16;

  private Tags() {}

  /** A tag of these very bytes. */
  static String of(ByteBuffer bytes) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(bytes.slice());
      return HexFormat.of().formatHex(sha256.digest(), 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Whether a request says that its sender has it: If-None-Match of RFC 9110, section 13.1.2. */
  static boolean isKnown(String tag, HttpFields request) {
    if (!request.contains(HttpHeader.IF_NONE_MATCH)) {
      return false;
    }
    String quoted = '"' + tag + '"';
    // No tag of ours has a comma, so that those of others may be cut apart.
    return request.getValuesList(HttpHeader.IF_NONE_MATCH).stream()
        .flatMap(value -> Stream.of(value.split(",", -1)))
        .map(String::strip)
        .anyMatch(
            known -> known.equals("*") || known.equals(quoted) || known.equals("W/" + quoted));
  }
}
