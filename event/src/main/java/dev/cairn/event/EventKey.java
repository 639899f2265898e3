package dev.cairn.event;

import dev.cairn.audit.v1.AuditEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The idempotency key under which the log remembers an event: {@code cairn.audit/} and the URL-safe
 * base64, without padding, of the SHA-256 over the length of the source (4 bytes, big-endian), the
 * source and the ID.
 */
public final class EventKey {
  /** What these keys begin with, and no other key may. */
  public static final String PREFIX = "cairn.audit/";

  private EventKey() {}

  /** The key of an event. */
  public static String of(AuditEvent event) {
    return of(event.getSource(), event.getId());
  }

  /** The key of a source and an ID. */
  public static String of(String source, String id) {
    byte[] sourceBytes = source.getBytes(StandardCharsets.UTF_8);
    MessageDigest digest = sha256();
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, sourceBytes.length).array());
    digest.update(sourceBytes);
    digest.update(id.getBytes(StandardCharsets.UTF_8));
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
