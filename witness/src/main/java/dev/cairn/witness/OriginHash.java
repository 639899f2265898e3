package dev.cairn.witness;

import dev.cairn.tree.merkle.Hash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash that names a log in the paths of C2SP tlog-witness: SHA-256 of its origin in UTF-8. */
public final class OriginHash {
  private OriginHash() {}

  /** The hash of an origin. */
  public static Hash of(String origin) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return Hash.of(sha256.digest(origin.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
