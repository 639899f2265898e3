package dev.cairn.tree.checkpoint;

import dev.cairn.tree.note.SignedNote;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The idempotency key under which a log logs its own loss statement, once. */
public final class LossKey {
  /** What the keys of loss statements begin with, and no other key may. */
  public static final String PREFIX = "cairn.loss/";

  private LossKey() {}

  /** The key: the prefix and the URL-safe base64, without padding, of the note's SHA-256. */
  public static String of(SignedNote statement) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(statement.toBytes());
      return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
