package dev.cairn.server.search;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a search goes on, as the text that a caller hands back: URL-safe base64, without padding,
 * of the version (1 byte), {@code next}, {@code searchedSize}, and the beginning of a hash of the
 * search (8 bytes each, big-endian).
 *
 * @param next from the newest: the index after the next one to look at; from the oldest: that one
 * @param searchedSize the size to which all pages are complete
 */
record PageToken(long next, long searchedSize) {
  private static final byte VERSION = 1;
  private static final int BYTES = 1 + 3 * Long.BYTES;

  /** Refuses what is outside of what was searched. */
  PageToken {
    if (next < 0 || next > searchedSize) {
      throw new IllegalArgumentException("index " + next + " of " + searchedSize);
    }
  }

  /** The first page's, in a log of which so much can be searched. */
  static PageToken first(Order order, long searchedSize) {
    return switch (order) {
      case NEWEST_FIRST -> new PageToken(searchedSize, searchedSize);
      case OLDEST_FIRST -> new PageToken(0, searchedSize);
    };
  }

  String format(Query query) {
    byte[] bytes =
        ByteBuffer.allocate(BYTES)
            .put(VERSION)
            .putLong(next)
            .putLong(searchedSize)
            .putLong(hash(query))
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Reads a token.
   *
   * @throws PageTokenException unless it is one of this search
   */
  static PageToken parse(String token, Query query) throws PageTokenException {
    ByteBuffer in = decode(token);
    if (in.remaining() != BYTES || in.get() != VERSION) {
      throw new PageTokenException("is not one that a search has returned");
    }
    long next = in.getLong();
    long searchedSize = in.getLong();
    if (in.getLong() != hash(query)) {
      throw new PageTokenException("is that of another search; begin without one");
    }
    if (next < 0 || next > searchedSize) {
      throw new PageTokenException("is not one that a search has returned");
    }
    return new PageToken(next, searchedSize);
  }

  private static ByteBuffer decode(String token) throws PageTokenException {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token);
      if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(token)) {
        return ByteBuffer.wrap(bytes);
      }
    } catch (IllegalArgumentException e) {
      // Not base64: refused below, like base64 in another form.
    }
    throw new PageTokenException("is not one that a search has returned");
  }

  /** What must be the same on all pages; the size of a page need not be. */
  private static long hash(Query query) {
    String search =
        "%s\n%s\n%s\n%s"
            .formatted(
                query.order(),
                text(query.occurredFrom()),
                text(query.occurredUntil()),
                query.filter());
    try {
      byte[] bytes = search.getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String text(Optional<Instant> time) {
    return time.map(Instant::toString).orElse("");
  }
}
